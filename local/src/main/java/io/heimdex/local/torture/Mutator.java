package io.heimdex.local.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes broken files of good ones. Pure: a seed, an index and the sources, in their order, give the same bytes always, and no
 * file depends on another. Thread-safe.
 */
final class Mutator {
  /** Files that grew are cut: thousands of them are to be sent and kept. */
  static final int MOST_BYTES = 4 << 20;

  private static final int MOST_MUTATIONS = 4;
  private static final List<Mutation> MUTATIONS = List.of(Mutation.values());

  private final List<TortureSource> sources;
  private final long seed;

  Mutator(List<TortureSource> sources, long seed) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no file to make others of; expected at least one");
    }
    this.sources = List.copyOf(sources);
    this.seed = seed;
  }

  /** @param index 0 or more */
  MutatedFile mutate(int index) {
    Dice dice = Dice.of(seed, index);
    TortureSource source = dice.of(sources);
    byte[] bytes = source.bytes();
    List<Mutation> mutations = new ArrayList<>();
    do {
      Mutation mutation = dice.of(MUTATIONS);
      mutations.add(mutation);
      byte[] mutated = mutation.apply(bytes, dice.of(sources).bytes(), dice);
      bytes = mutated.length == 0
          ? bytes
          : Arrays.copyOf(mutated, Math.min(mutated.length, MOST_BYTES));
    } while (mutations.size() < MOST_MUTATIONS && dice.chance(0.35));
    return new MutatedFile(index, source, List.copyOf(mutations), bytes);
  }
}

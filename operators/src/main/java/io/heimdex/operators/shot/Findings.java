package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What was found and not decided yet. Of all that overlaps or adjoins, the best is picked once nothing more can come. Not thread-safe. */
final class Findings {
  /** Frames between findings that are decided one by one: no slack of {@link FoundTransition} reaches further. */
  private static final int APART = 24;

  private static final Comparator<FoundTransition> BY_START =
      Comparator.comparingLong(FoundTransition::start);

  private final List<FoundTransition> pending = new ArrayList<>();
  /** Nothing that ends by this frame is taken any more. */
  private long decided;

  private long promised;

  /** Of findings that are nearly the same only the best is kept. */
  void add(FoundTransition found) {
    if (found.end() <= decided) {
      return;
    }
    for (FoundTransition other : pending) {
      if (other.isMuchAs(found) && !found.beats(other)) {
        return;
      }
    }
    pending.removeIf(other -> other.isMuchAs(found));
    pending.add(found);
  }

  /**
   * Decides about groups of findings that end by a frame.
   *
   * @param forced a group that starts by this frame is decided wherever it ends
   * @param confirm says whether a transition stands now that more of what follows is known, and where it begins and ends
   */
  List<Transition> decide(
      long upTo, long forced, Function<FoundTransition, Optional<FoundTransition>> confirm) {
    decided = Math.max(decided, upTo);
    List<FoundTransition> picked = new ArrayList<>();
    while (mayBeDecided(upTo, forced)) {
      List<FoundTransition> group = earliestGroup();
      long end = group.stream().mapToLong(FoundTransition::end).max().orElseThrow();
      if (end > upTo && group.get(0).start() > forced) {
        break;
      }
      pending.removeAll(group);
      pick(group, confirm, picked);
      decided = Math.max(decided, end);
    }
    long promisedBefore = promised;
    promised = Math.max(promised, earliestEnd());
    return picked.stream()
        .map(found -> found.endingFrom(promisedBefore).transition())
        .sorted(Comparator.comparingLong(Transition::endFrame))
        .toList();
  }

  private List<FoundTransition> earliestGroup() {
    pending.sort(BY_START);
    List<FoundTransition> group = new ArrayList<>();
    long end = pending.get(0).end();
    for (FoundTransition found : pending) {
      if (found.start() >= end + APART) {
        break;
      }
      group.add(found);
      end = Math.max(end, found.end());
    }
    return group;
  }

  private static void pick(
      List<FoundTransition> group,
      Function<FoundTransition, Optional<FoundTransition>> confirm,
      List<FoundTransition> picked) {
    List<FoundTransition> left = new ArrayList<>(group);
    while (!left.isEmpty()) {
      FoundTransition best = left.stream().reduce((a, b) -> b.beats(a) ? b : a).orElseThrow();
      left.remove(best);
      confirm.apply(best).ifPresent(winner -> {
        left.removeIf(found -> found.belongsTo(winner));
        picked.add(winner);
      });
    }
  }

  private boolean mayBeDecided(long upTo, long forced) {
    for (FoundTransition found : pending) {
      if (found.end() <= upTo || found.start() <= forced) {
        return true;
      }
    }
    return false;
  }

  /** The earliest frame that a transition to come may end at. */
  private long earliestEnd() {
    long earliest = decided + 1;
    for (FoundTransition found : pending) {
      earliest = Math.min(earliest, found.start() + 1);
    }
    return earliest;
  }

  /** Every transition that ends before this frame is decided. */
  long decidedBefore() {
    return promised;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(decided);
    out.writeLong(promised);
    out.writeInt(pending.size());
    for (FoundTransition found : pending) {
      found.write(out);
    }
  }

  void read(DataInputStream in) throws IOException {
    decided = in.readLong();
    promised = in.readLong();
    pending.clear();
    for (int left = in.readInt(); left > 0; left--) {
      pending.add(FoundTransition.read(in));
    }
  }
}

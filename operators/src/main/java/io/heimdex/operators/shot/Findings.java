package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What was found and not decided yet. Of all that overlaps or adjoins, the best is picked once nothing more can come. Not thread-safe. */
final class Findings {
  /** Frames between findings that are decided one by one. */
  private static final int APART = 40;

  private static final Comparator<FoundTransition> BY_START =
      Comparator.comparingLong(FoundTransition::start);

  private final List<FoundTransition> pending = new ArrayList<>();
  private long decided;

  /** Nothing that ends by this frame will be found any more. */
  long decided() {
    return decided;
  }

  List<FoundTransition> pending() {
    return pending;
  }

  void add(FoundTransition found) {
    if (found.end() > decided) {
      pending.add(found);
    }
  }

  /**
   * Decides about groups of findings that end by a frame.
   *
   * @param forced a group that starts by this frame is decided wherever it ends
   * @param isLasting whether a transition stands now that more of what follows is known
   */
  List<Transition> decide(long upTo, long forced, Predicate<FoundTransition> isLasting) {
    decided = Math.max(decided, upTo);
    List<FoundTransition> picked = new ArrayList<>();
    while (!pending.isEmpty()) {
      List<FoundTransition> group = earliestGroup();
      long end = group.stream().mapToLong(FoundTransition::end).max().orElseThrow();
      if (end > upTo && group.get(0).start() > forced) {
        break;
      }
      pending.removeAll(group);
      pick(group, isLasting, picked);
      decided = Math.max(decided, end);
    }
    return picked.stream()
        .map(FoundTransition::transition)
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
      Predicate<FoundTransition> isLasting,
      List<FoundTransition> picked) {
    List<FoundTransition> left = new ArrayList<>(group);
    while (!left.isEmpty()) {
      FoundTransition winner =
          left.stream().reduce((a, b) -> b.beats(a) ? b : a).orElseThrow();
      left.remove(winner);
      if (isLasting.test(winner)) {
        left.removeIf(found -> found.belongsTo(winner));
        picked.add(winner);
      }
    }
  }

  /** Every transition that ends before this frame is decided. */
  long decidedBefore() {
    return pending.stream().mapToLong(FoundTransition::end).reduce(decided + 1, Math::min);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(decided);
    out.writeInt(pending.size());
    for (FoundTransition found : pending) {
      found.write(out);
    }
  }

  void read(DataInputStream in) throws IOException {
    decided = in.readLong();
    pending.clear();
    for (int left = in.readInt(); left > 0; left--) {
      pending.add(FoundTransition.read(in));
    }
  }
}

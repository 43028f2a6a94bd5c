package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The candidates of the open scene, thinned to a fixed number: of the two that are closest in time the worse one goes. So
 * they stay spread over the scene however long it grows, and depend on the order of the candidates alone.
 */
final class CandidatePool {
  static final int CAPACITY = 24;

  private final List<Candidate> candidates = new ArrayList<>(CAPACITY + 1);

  /** Adds a candidate that is later than all others; the one that had to go for it goes to {@code released}. */
  void add(Candidate candidate, List<Long> released) {
    candidates.add(candidate);
    if (candidates.size() > CAPACITY) {
      released.add(candidates.remove(worseOf(closestPair())).ptsMicros());
    }
  }

  /** Takes out all candidates before a time. */
  List<Candidate> takeBefore(long ptsMicros) {
    List<Candidate> before = new ArrayList<>();
    while (!candidates.isEmpty() && candidates.get(0).ptsMicros() < ptsMicros) {
      before.add(candidates.remove(0));
    }
    return before;
  }

  /** A transition was found, maybe in the midst of the candidates. */
  void mark(Transition transition) {
    candidates.replaceAll(candidate -> candidate.after(transition));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(candidates.size());
    for (Candidate candidate : candidates) {
      candidate.write(out);
    }
  }

  void read(DataInputStream in) throws IOException {
    candidates.clear();
    for (int left = in.readInt(); left > 0; left--) {
      candidates.add(Candidate.read(in));
    }
  }

  /** Index of the first of the two. */
  private int closestPair() {
    int closest = 0;
    for (int i = 1; i + 1 < candidates.size(); i++) {
      if (gapAfter(i) < gapAfter(closest)) {
        closest = i;
      }
    }
    return closest;
  }

  private long gapAfter(int index) {
    return candidates.get(index + 1).ptsMicros() - candidates.get(index).ptsMicros();
  }

  private int worseOf(int first) {
    boolean worse = KeyframeChoice.isWorse(candidates.get(first), candidates.get(first + 1));
    return worse ? first : first + 1;
  }
}

package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A transition that may yet give way to a better one at the same place.
 *
 * @param score how much changes: comparable between kinds, the more the surer
 */
record FoundTransition(Transition transition, float score) {
  /** Frames that the exact ends of a transition may be off. */
  private static final int SLACK = 3;

  static FoundTransition of(TransitionKind kind, long start, long end, float score) {
    return new FoundTransition(new Transition(kind, start, end), score);
  }

  TransitionKind kind() {
    return transition.kind();
  }

  long start() {
    return transition.startFrame();
  }

  long end() {
    return transition.endFrame();
  }

  boolean overlaps(FoundTransition other) {
    return start() < other.end() && other.start() < end();
  }

  /** Whether both are gradual, and nearly of the same place. */
  boolean isMuchAs(FoundTransition other) {
    long common = Math.min(end(), other.end()) - Math.max(start(), other.start());
    long all = Math.max(end(), other.end()) - Math.min(start(), other.start());
    return rank() == 1 && other.rank() == 1 && 5 * common >= 4 * all;
  }

  /** The same, ending no earlier than a frame. */
  FoundTransition endingFrom(long frame) {
    return end() >= frame ? this : of(kind(), start(), frame, score);
  }

  /** Of two at the same place a fade wins, then what is gradual, then the better score, then the earlier. */
  boolean beats(FoundTransition other) {
    if (rank() != other.rank()) {
      return rank() > other.rank();
    }
    return score > other.score || (score == other.score && end() < other.end());
  }

  private int rank() {
    return switch (kind()) {
      case CUT -> 0;
      case DISSOLVE, WIPE -> 1;
      case FADE -> 2;
    };
  }

  /** Whether this is but a part or an edge of a transition that beats it. */
  boolean belongsTo(FoundTransition winner) {
    if (overlaps(winner)) {
      return true;
    }
    boolean cut = kind() == TransitionKind.CUT;
    boolean strong = cut && winner.rank() == 1 && score > 0.6f * winner.score;
    if (strong || kind() == TransitionKind.FADE) {
      return false;
    }
    boolean exact = cut || winner.kind() == TransitionKind.FADE;
    long slack = exact ? SLACK : SLACK + (winner.end() - winner.start()) / 8;
    return start() < winner.end() + slack && winner.start() < end() + slack;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(kind().ordinal());
    out.writeLong(start());
    out.writeLong(end());
    out.writeFloat(score);
  }

  static FoundTransition read(DataInputStream in) throws IOException {
    return of(TransitionKind.values()[in.readByte()], in.readLong(), in.readLong(), in.readFloat());
  }
}

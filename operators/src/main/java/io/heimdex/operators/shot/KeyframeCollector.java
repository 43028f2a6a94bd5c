package io.heimdex.operators.shot;

import io.heimdex.schema.Keyframe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The candidates of frames that wait, of the open scene, and the last one before it: for a scene without one of its own. */
final class KeyframeCollector {
  private final List<Candidate> waiting = new ArrayList<>();
  private final CandidatePool pool = new CandidatePool();
  private @Nullable Candidate lastOfClosed;
  private long latestPts = Long.MIN_VALUE;
  private List<Long> released = new ArrayList<>();

  /**
   * Takes a candidate; one that is not later than all before is left out, so that a time names one picture.
   *
   * @param frame its number
   */
  void add(Keyframe keyframe, long frame) {
    if (keyframe.ptsMicros() > latestPts) {
      latestPts = keyframe.ptsMicros();
      waiting.add(Candidate.of(keyframe, frame));
    }
  }

  /** A transition was found: what lies in it shows no shot purely. */
  void mark(Transition transition) {
    if (transition.endFrame() - transition.startFrame() > 1) {
      pool.mark(transition);
      waiting.replaceAll(candidate -> candidate.after(transition));
    }
  }

  /** Moves what waits from before a time to the open scene. */
  void collectBefore(long ptsMicros) {
    while (!waiting.isEmpty() && waiting.get(0).ptsMicros() < ptsMicros) {
      pool.add(waiting.remove(0), released);
    }
  }

  /** Ends the open scene; what lies behind its end goes to the next one. */
  KeyframeChoice close(long startPts, long endPts) {
    List<Candidate> own = pool.takeBefore(endPts);
    Candidate before = lastOfClosed;
    if (!own.isEmpty()) {
      lastOfClosed = own.get(own.size() - 1);
      release(before, own);
    } else if (before != null) {
      own = List.of(before);
    }
    return KeyframeChoice.among(own, startPts, endPts);
  }

  /** Presentation times of what was given up since the last call. */
  List<Long> takeReleased() {
    List<Long> taken = released;
    released = new ArrayList<>();
    return taken;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(latestPts);
    out.writeInt(waiting.size());
    for (Candidate candidate : waiting) {
      candidate.write(out);
    }
    pool.write(out);
    out.writeBoolean(lastOfClosed != null);
    if (lastOfClosed != null) {
      lastOfClosed.write(out);
    }
  }

  void read(DataInputStream in) throws IOException {
    latestPts = in.readLong();
    waiting.clear();
    for (int left = in.readInt(); left > 0; left--) {
      waiting.add(Candidate.read(in));
    }
    pool.read(in);
    lastOfClosed = in.readBoolean() ? Candidate.read(in) : null;
  }

  private void release(@Nullable Candidate before, List<Candidate> own) {
    if (before != null) {
      released.add(before.ptsMicros());
    }
    own.subList(0, own.size() - 1).forEach(candidate -> released.add(candidate.ptsMicros()));
  }
}

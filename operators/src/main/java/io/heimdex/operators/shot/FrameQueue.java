package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Frames in presentation order that wait to be assigned to a scene: a ring of primitives, so that a frame costs no object. */
final class FrameQueue {
  private long[] pts = new long[256];
  private float[] deltas = new float[256];
  private long first;
  private long end;

  /** Number of the earliest frame that waits; that of the next frame to come if none does. */
  long first() {
    return first;
  }

  /** Number of the next frame to come: frames added so far. */
  long end() {
    return end;
  }

  void add(long ptsMicros, float delta) {
    if (end - first == pts.length) {
      grow();
    }
    pts[slot(end)] = ptsMicros;
    deltas[slot(end)] = delta;
    end++;
  }

  void removeFirst() {
    first++;
  }

  long pts(long frame) {
    return pts[slot(frame)];
  }

  float delta(long frame) {
    return deltas[slot(frame)];
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(first);
    out.writeLong(end);
    for (long frame = first; frame < end; frame++) {
      out.writeLong(pts(frame));
      out.writeFloat(delta(frame));
    }
  }

  void read(DataInputStream in) throws IOException {
    first = in.readLong();
    end = first;
    for (long left = in.readLong() - first; left > 0; left--) {
      add(in.readLong(), in.readFloat());
    }
  }

  /** The length is a power of two. */
  private int slot(long frame) {
    return (int) frame & (pts.length - 1);
  }

  private void grow() {
    long[] morePts = new long[2 * pts.length];
    float[] moreDeltas = new float[2 * pts.length];
    for (long frame = first; frame < end; frame++) {
      int slot = (int) frame & (morePts.length - 1);
      morePts[slot] = pts(frame);
      moreDeltas[slot] = delta(frame);
    }
    pts = morePts;
    deltas = moreDeltas;
  }
}

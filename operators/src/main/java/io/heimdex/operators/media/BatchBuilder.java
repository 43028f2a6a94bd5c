package io.heimdex.operators.media;

import io.heimdex.schema.Damage;
import io.heimdex.schema.Keyframe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers measured frames until a batch is full. Not thread-safe. */
final class BatchBuilder {
  /** With one more candidate on top, a batch stays below half a megabyte. */
  private static final int CANDIDATE_BYTES = 300_000;

  private final FeatureKind kind;
  private final long[] times;
  private final byte[] features;
  private final List<Keyframe> candidates = new ArrayList<>();
  private int frames;
  private int candidateBytes;
  private long end;
  private Damage damage = Damage.NONE;

  /** Begins empty; {@code endMicros} is the end of a batch without frames. */
  BatchBuilder(FeatureKind kind, long endMicros) {
    this.kind = kind;
    times = new long[kind.framesPerBatch()];
    features = new byte[times.length * kind.bytes()];
    end = endMicros;
  }

  /** Where the next frame's features go. */
  byte[] features() {
    return features;
  }

  /** Where the next frame's features begin. */
  int offset() {
    return frames * kind.bytes();
  }

  /** Takes the frame whose features were written. */
  void add(long ptsMicros, long endMicros) {
    times[frames++] = ptsMicros;
    end = endMicros;
  }

  void add(Keyframe candidate) {
    candidates.add(candidate);
    candidateBytes += candidate.jpeg().length;
  }

  /** Adds damage that shows in a frame, or that came before it. */
  void add(Damage more) {
    damage = damage.plus(more);
  }

  boolean isFull() {
    return frames == times.length || candidateBytes >= CANDIDATE_BYTES;
  }

  /** Hands the frames over and starts anew. */
  FrameBatch take(boolean last) {
    FrameBatch batch = new FrameBatch(
        Arrays.copyOf(times, frames),
        Arrays.copyOf(features, offset()),
        List.copyOf(candidates),
        end,
        last,
        damage);
    frames = 0;
    candidateBytes = 0;
    damage = Damage.NONE;
    candidates.clear();
    return batch;
  }
}

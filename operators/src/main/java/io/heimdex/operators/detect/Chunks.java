package io.heimdex.operators.detect;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.schema.Damage;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SegmentTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the records that {@code detect} emits. */
final class Chunks {
  private Chunks() {}

  static FrameChunk of(SegmentProgress at, FrameBatch batch) {
    return chunk(
        at,
        batch.last(),
        batch.ptsMicros(),
        batch.features(),
        batch.candidates(),
        batch.endMicros(),
        null,
        batch.damage());
  }

  /** The chunk that ends a segment which can't be decoded (any further). */
  static FrameChunk failed(SegmentProgress at, Failure failure) {
    return chunk(
        at, true, new long[0], new byte[0], List.of(), Long.MIN_VALUE, failure, Damage.NONE);
  }

  private static FrameChunk chunk(
      SegmentProgress at,
      boolean last,
      long[] ptsMicros,
      byte[] features,
      List<Keyframe> candidates,
      long endMicros,
      @Nullable Failure failure,
      Damage damage) {
    SegmentTask task = at.task();
    return new FrameChunk(
        task.video(),
        task.info(),
        task.index(),
        task.count(),
        at.nextChunk(),
        last,
        ptsMicros,
        features,
        candidates,
        endMicros,
        failure,
        damage);
  }
}

package io.heimdex.operators.detect;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.schema.SegmentTask;

/**
 * A segment that waits or is being decoded: Flink state.
 *
 * @param fromMicros presentation time of the container, inclusive, where decoding starts or resumes: all frames before it were handed over
 * @param nextChunk index of the next chunk within the segment
 * @param sinceMillis when the segment arrived, milliseconds since the epoch
 */
public record SegmentProgress(SegmentTask task, long fromMicros, int nextChunk, long sinceMillis) {

  static SegmentProgress begin(SegmentTask task, long nowMillis) {
    return new SegmentProgress(task, task.fromMicros(), 0, nowMillis);
  }

  /** After a batch was handed over. */
  SegmentProgress after(FrameBatch batch) {
    int frames = batch.ptsMicros().length;
    long from = frames == 0 ? fromMicros : batch.ptsMicros()[frames - 1] + 1;
    return new SegmentProgress(task, from, nextChunk + 1, sinceMillis);
  }

  /** Whether all frames that the segment can have were handed over, though its end was not. */
  boolean isExhausted() {
    return fromMicros >= task.toMicros();
  }

  /** For messages: {@code segment 3 of 7 of video …}. */
  String describe() {
    return "segment " + task.index() + " of " + task.count() + " of video "
        + task.video().videoId();
  }
}

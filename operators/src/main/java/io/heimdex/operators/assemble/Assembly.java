package io.heimdex.operators.assemble;

import io.heimdex.schema.Damage;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FrameChunk;
import org.jspecify.annotations.Nullable;

/**
 * How far a video is: Flink state.
 *
 * @param revision of the video that the chunks belong to
 * @param segment that the next chunk is of
 * @param chunk index of the next chunk within its segment
 * @param builder snapshot of the scene builder; null before the first chunk
 * @param damage so far
 * @param undecodable the first failure of a segment without a frame, kept in case that there is none in the others either
 */
public record Assembly(
    long revision,
    int segment,
    int chunk,
    byte @Nullable [] builder,
    Damage damage,
    @Nullable Failure undecodable) {

  static Assembly begin(long revision) {
    return new Assembly(revision, 0, 0, null, Damage.NONE, null);
  }

  /** Place of a chunk in the order of its video. */
  static long place(int segment, int chunk) {
    return (long) segment << 32 | chunk;
  }

  static long place(FrameChunk chunk) {
    return place(chunk.segmentIndex(), chunk.chunkIndex());
  }

  long nextPlace() {
    return place(segment, chunk);
  }

  /** After the next chunk, but for the builder. */
  Assembly after(FrameChunk taken) {
    Failure failure = undecodable == null ? taken.failure() : undecodable;
    Damage sum = damage.plus(taken.damage());
    return taken.lastOfSegment()
        ? new Assembly(revision, segment + 1, 0, builder, sum, failure)
        : new Assembly(revision, segment, chunk + 1, builder, sum, failure);
  }

  Assembly with(byte[] newBuilder) {
    return new Assembly(revision, segment, chunk, newBuilder, damage, undecodable);
  }
}

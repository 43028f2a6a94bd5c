package io.heimdex.operators.plan;

import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a video into segments of about one length, so that a long one is decoded on many slots. Deterministic: the cuts depend on
 * the container's start and duration alone. The first segment begins before all frames and the last one ends after all of them,
 * whatever the container says.
 */
public final class SegmentPlanner implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Long enough that opening and seeking cost little, short enough that a film fills a small cluster. */
  public static final Duration DEFAULT_SEGMENT = Duration.ofMinutes(5);

  private static final Duration SHORTEST_SEGMENT = Duration.ofSeconds(1);

  /** Bounds what a container can claim of its duration to make us do. */
  private static final int MOST_SEGMENTS = 10_000;

  private final long segmentMicros;

  /** @param segment wished length: segments are this long, but the last one has from half to one and a half of it */
  public SegmentPlanner(Duration segment) {
    if (segment.compareTo(SHORTEST_SEGMENT) < 0) {
      throw new IllegalArgumentException(
          "Segments are to last " + segment + "; expected at least " + SHORTEST_SEGMENT);
    }
    this.segmentMicros = segment.toNanos() / 1000;
  }

  /** The segments of a video, in order. */
  public List<SegmentTask> plan(VideoRef video, VideoInfo info) {
    int count = count(info);
    List<SegmentTask> segments = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      long from = index == 0 ? Long.MIN_VALUE : cut(info, index);
      long to = index == count - 1 ? Long.MAX_VALUE : cut(info, index + 1);
      segments.add(new SegmentTask(video, info, index, count, from, to));
    }
    return segments;
  }

  private int count(VideoInfo info) {
    if (!info.seekable() || info.durationMicros() <= segmentMicros || endOverflows(info)) {
      return 1;
    }
    long whole = info.durationMicros() / segmentMicros;
    long rest = info.durationMicros() % segmentMicros;
    return (int) Math.min(rest > segmentMicros / 2 ? whole + 1 : whole, MOST_SEGMENTS);
  }

  private long cut(VideoInfo info, int index) {
    return info.startMicros() + index * segmentMicros;
  }

  /** A container can claim any start and any duration. */
  private static boolean endOverflows(VideoInfo info) {
    return info.startMicros() > Long.MAX_VALUE - info.durationMicros();
  }
}

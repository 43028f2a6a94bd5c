package io.heimdex.operators.detect;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoRef;
import java.util.ArrayList;
import java.util.List;

/** Videos and their segments, for tests. */
public final class Segments {
  private Segments() {}

  /** Signs URLs and knows every object. */
  public static ObjectStoreFactory store() {
    return ObjectNotes::new;
  }

  public static VideoRef video(String owner, String id, long revision) {
    return new VideoRef(
        id,
        owner,
        "bucket",
        id + ".mp4",
        null,
        "tag",
        1000,
        "generation-" + revision,
        revision,
        null,
        null,
        new KafkaPosition("uploads", 0, revision));
  }

  public static VideoRef video(String id) {
    return video("owner", id, 1);
  }

  /** Path of the video's URL. */
  public static String path(String id) {
    return "/bucket/" + id + ".mp4";
  }

  /** Cuts a video into about equal parts. */
  public static List<SegmentTask> of(VideoRef ref, SyntheticVideo video, int count) {
    List<SegmentTask> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long from = i == 0 ? Long.MIN_VALUE : cut(video, i, count);
      long to = i == count - 1 ? Long.MAX_VALUE : cut(video, i + 1, count);
      segments.add(new SegmentTask(ref, SyntheticVideo.info(), i, count, from, to));
    }
    return segments;
  }

  /** What {@code detect} emits of a video: the chunks of each segment. */
  public static List<List<FrameChunk>> chunks(
      VideoRef ref, SyntheticVideo video, int segments, int framesPerChunk) {
    List<List<FrameChunk>> all = new ArrayList<>();
    for (SegmentTask task : of(ref, video, segments)) {
      all.add(chunks(task, video, framesPerChunk));
    }
    return all;
  }

  /** The chunk that {@code detect} emits of a segment that can't be decoded. */
  public static FrameChunk failed(SegmentTask task, FailureCode code) {
    return Chunks.failed(SegmentProgress.begin(task, 0), new Failure(code, "detect", "Damaged"));
  }

  private static List<FrameChunk> chunks(SegmentTask task, SyntheticVideo video, int frames) {
    List<FrameChunk> chunks = new ArrayList<>();
    SegmentProgress at = SegmentProgress.begin(task, 0);
    int end = task.index() == task.count() - 1 ? video.frames() : video.frameAt(task.toMicros());
    int from = video.frameAt(task.fromMicros());
    do {
      int to = Math.min(end, from + frames);
      FrameBatch batch = video.slice(from, to, to == end);
      chunks.add(Chunks.of(at, batch));
      at = at.after(batch);
      from = to;
    } while (from < end);
    return chunks;
  }

  private static long cut(SyntheticVideo video, int index, int count) {
    long start = video.pts()[0];
    return start + (video.endMicros() - start) / count * index;
  }
}

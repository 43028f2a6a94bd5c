package io.heimdex.operators.publish;

import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.ObjectKeys;
import io.heimdex.schema.SceneIds;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of one video, each scene two seconds long. */
final class Videos {
  static final String VIDEO = "7b1c1a5e-3c0f-4c57-9c0a-0a4f6f1d2b3c";
  static final String OWNER = "0d9f3b52-6c1e-4a6c-8a5e-5f0c7b1a2d3e";
  static final VideoInfo INFO = new VideoInfo(
      "mov,mp4",
      "h264",
      "video/mp4",
      0,
      320,
      180,
      90,
      1.0,
      25.0,
      0,
      6_000_000,
      1234,
      true,
      true,
      false);

  private static final long SCENE_MICROS = 2_000_000;

  private Videos() {}

  static VideoRef video(String generation, long revision) {
    return new VideoRef(
        VIDEO,
        OWNER,
        "uploads",
        "videos/" + OWNER + "/" + VIDEO + ".mp4",
        null,
        "etag-" + generation,
        1234,
        generation,
        revision,
        "A title",
        null,
        new KafkaPosition("uploads", 3, revision));
  }

  static List<SceneRow> rows(VideoRef video, int count) {
    return IntStream.range(0, count).mapToObj(index -> row(video, index, count)).toList();
  }

  static SceneRow row(VideoRef video, int index, int count) {
    long start = index * SCENE_MICROS;
    return row(video, index, count, start, start + SCENE_MICROS, new float[] {1, 0, index});
  }

  static SceneRow row(
      VideoRef video, int index, int count, long start, long end, float[] imageVec) {
    boolean last = index == count - 1;
    String sceneId = SceneIds.of(video, index);
    return new SceneRow(
        video,
        INFO,
        sceneId,
        index,
        last ? count : -1,
        start,
        end,
        last ? end : -1,
        imageVec,
        "model@1",
        null,
        null,
        null,
        ObjectKeys.thumbnail(video, sceneId),
        ObjectKeys.sidecar(video, sceneId),
        null,
        List.of());
  }

  static SceneRow failed(VideoRef video) {
    return SceneRow.failed(
        video, INFO, new Failure(FailureCode.NO_FRAMES, "detect", "Not one frame can be decoded"));
  }
}

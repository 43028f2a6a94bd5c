package io.heimdex.local.publish;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.ObjectKeys;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneIds;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VisionTag;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Videos with random ids and scenes of two seconds, whose vectors depend on generation and index. */
final class Videos {
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

  private static final String OWNER = "0d9f3b52-6c1e-4a6c-8a5e-5f0c7b1a2d3e";
  private static final int DIMENSIONS = 1152;
  private static final long SCENE_MICROS = 2_000_000;

  private Videos() {}

  static String newId() {
    return UUID.randomUUID().toString();
  }

  static VideoRef video(String videoId, String generation, long revision) {
    return new VideoRef(
        videoId,
        OWNER,
        "uploads",
        "videos/" + OWNER + "/" + videoId + ".mp4",
        null,
        "etag",
        1234,
        generation,
        revision,
        "Title of " + generation,
        null,
        new KafkaPosition("uploads", 3, revision));
  }

  /** With texts that are too long or hold what PostgreSQL refuses, and without a size. */
  static VideoRef withOddTexts(VideoRef video) {
    return new VideoRef(
        video.videoId(),
        video.ownerId(),
        "b".repeat(200),
        "k\0" + "k".repeat(2000),
        null,
        null,
        -1,
        video.generation(),
        video.revision(),
        "t\0" + "😀".repeat(500),
        "d\0",
        video.position());
  }

  static PublishCommand publish(VideoRef video, int scenes) {
    List<SceneRow> rows =
        IntStream.range(0, scenes).mapToObj(index -> row(video, index, scenes)).toList();
    return publish(video, rows);
  }

  static PublishCommand publish(VideoRef video, List<SceneRow> rows) {
    return new PublishCommand(PublishKind.PUBLISH, video, INFO, rows.size() * SCENE_MICROS, rows);
  }

  static PublishCommand delete(VideoRef video) {
    return new PublishCommand(PublishKind.DELETE, video, null, -1, List.of());
  }

  static PublishCommand discard(VideoRef video) {
    return new PublishCommand(PublishKind.DISCARD, video, null, -1, List.of());
  }

  static SceneRow row(VideoRef video, int index, int count) {
    return row(video, index, count, vector(video.generation(), index));
  }

  static SceneRow row(VideoRef video, int index, int count, float[] imageVec) {
    String sceneId = SceneIds.of(video, index);
    long start = index * SCENE_MICROS;
    boolean last = index == count - 1;
    return new SceneRow(
        video,
        INFO,
        sceneId,
        index,
        last ? count : -1,
        start,
        start + SCENE_MICROS,
        last ? start + SCENE_MICROS : -1,
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

  /** The same with tags and a text. */
  static SceneRow understood(SceneRow row, List<VisionTag> tags, float[] textVec) {
    return new SceneRow(
        row.video(),
        row.info(),
        row.sceneId(),
        row.sceneIndex(),
        row.sceneCount(),
        row.startMicros(),
        row.endMicros(),
        row.durationMicros(),
        row.imageVec(),
        row.imageModel(),
        tags,
        textVec,
        "text@1",
        row.thumbnailKey(),
        row.sidecarKey(),
        row.failure(),
        row.warnings());
  }

  static float[] vector(String generation, int index) {
    Random random = new Random(generation.hashCode() * 31L + index);
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    return vector;
  }
}

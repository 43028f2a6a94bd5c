package io.heimdex.operators.embed;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.Pictures;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Scenes made for tests. */
public final class Scenes {
  public static final VideoInfo INFO = new VideoInfo(
      "matroska,webm",
      "h264",
      "video/x-matroska",
      0,
      640,
      360,
      0,
      1,
      25,
      0,
      60_000_000,
      1_000_000,
      false,
      true,
      false);

  private Scenes() {}

  public static VideoRef video(int number) {
    String videoId = new UUID(0x4000, number).toString();
    return new VideoRef(
        videoId,
        new UUID(0x4001, 7).toString(),
        "uploads",
        "videos/" + videoId + ".mkv",
        null,
        "etag" + number,
        1_000_000,
        "0123456789abcdef0123456789abcdef",
        number,
        null,
        null,
        new KafkaPosition("uploads", 0, number));
  }

  /** Scene {@code index} of a video, ten seconds long. */
  public static SceneDraft draft(VideoRef video, int index, int thumbnail, byte[]... jpegs) {
    long start = 10_000_000L * index;
    List<Keyframe> keyframes = IntStream.range(0, jpegs.length)
        .mapToObj(i -> new Keyframe(start + 1_000_000L * i, jpegs[i], 100, 50, 0, 100))
        .toList();
    return new SceneDraft(
        video,
        INFO,
        index,
        -1,
        start,
        start + 10_000_000,
        keyframes,
        thumbnail,
        -1,
        -1,
        null,
        List.of());
  }

  /** A picture that differs from those of other seeds. */
  public static byte[] jpeg(long seed) {
    return ImageCodec.encodeJpeg(Pictures.scene(seed, 96, 54), 90);
  }
}

package io.heimdex.local.bench;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Scenes without end, as fast as a {@link SceneGate} lets them in. */
final class SceneSource {
  /** Of each scene. */
  static final int KEYFRAMES = 3;

  private static final int SCENES = 20;
  private static final VideoInfo INFO = new VideoInfo(
      "matroska,webm",
      "h264",
      "video/x-matroska",
      0,
      683,
      384,
      0,
      1,
      25,
      0,
      60_000_000,
      1_000_000,
      false,
      true,
      false);

  private SceneSource() {}

  static DataGeneratorSource<SceneDraft> of(int gate, List<byte[]> jpegs) {
    byte[][] pictures = jpegs.toArray(byte[][]::new);
    GeneratorFunction<Long, SceneDraft> generator = number -> draft(number, pictures);
    return new DataGeneratorSource<>(
        generator, Long.MAX_VALUE, subtasks -> limiter(gate), TypeInformation.of(SceneDraft.class));
  }

  private static <S extends SourceSplit> RateLimiter<S> limiter(int gate) {
    return count -> SceneGate.of(gate).enter();
  }

  private static SceneDraft draft(long number, byte[][] pictures) {
    int index = (int) (number % SCENES);
    long start = 10_000_000L * index;
    List<Keyframe> keyframes = IntStream.range(0, KEYFRAMES)
        .mapToObj(i -> new Keyframe(
            start + 1_000_000L * i,
            pictures[(int) ((number + i) % pictures.length)],
            100,
            50,
            0,
            100))
        .toList();
    return new SceneDraft(
        video(number / SCENES),
        INFO,
        index,
        -1,
        start,
        start + 10_000_000,
        keyframes,
        0,
        -1,
        -1,
        null,
        List.of());
  }

  private static VideoRef video(long number) {
    String id = "00000000-0000-4000-8000-%012x".formatted(number & 0xffffffffffL);
    return new VideoRef(
        id,
        id,
        "uploads",
        "videos/" + id + ".mkv",
        null,
        null,
        1_000_000,
        "0123456789abcdef0123456789abcdef",
        1,
        null,
        null,
        new KafkaPosition("uploads", 0, number));
  }
}

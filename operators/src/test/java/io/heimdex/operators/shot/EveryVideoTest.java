package io.heimdex.operators.shot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.RgbImage;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoWarning;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real videos against what is expected of each, where the environment variable HEIMDEX_MEDIA names their folder. */
class EveryVideoTest {
  private final String media = System.getenv("HEIMDEX_MEDIA");

  @Test
  void looksAndLastsAsItShould() throws Exception {
    Map<String, String> expected = expected();
    Map<String, String> found = new TreeMap<>();
    for (String video : videos(expected)) {
      found.put(video, outcome(Path.of(media, video).toString()));
    }
    assertThat(expected).hasSize(39).containsAllEntriesOf(found);
  }

  private List<String> videos(Map<String, String> expected) throws Exception {
    if (media == null) {
      return List.of();
    }
    try (Stream<Path> clips = Files.list(Path.of(media, "clips"));
        Stream<Path> torture = Files.list(Path.of(media, "torture"))) {
      List<String> videos = Stream.concat(clips, torture)
          .map(file -> Path.of(media).relativize(file).toString())
          .toList();
      assertThat(videos).containsExactlyInAnyOrderElementsOf(expected.keySet());
      return videos;
    }
  }

  private static Map<String, String> expected() throws Exception {
    try (InputStream table = EveryVideoTest.class.getResourceAsStream("/every-video.tsv")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
  }

  /** As a line of the table has it. */
  private static String outcome(String path) throws Exception {
    SceneScan scan = new SceneScan(
        new FfmpegFrameScanner(),
        rate -> new ContentShotDetector(ContentSettings.DEFAULT),
        SceneLimits.DEFAULT);
    List<Keyframe> keyframes = new ArrayList<>();
    try {
      ScannedVideo video = scan.scan(
          path,
          MediaProbe.probe(path),
          (frames, micros) -> {},
          (scene, pictures) -> keyframes.addAll(pictures));
      RgbImage picture = ImageCodec.decode(keyframes.get(0).jpeg());
      return picture.width() + "x" + picture.height() + "\t" + video.frames() + "\t"
          + Math.round(video.durationMicros() / 1e3) + "\t" + codes(video.warnings());
    } catch (MediaException e) {
      FailureCode code = e.code();
      return code.name();
    }
  }

  private static String codes(List<VideoWarning> warnings) {
    return warnings.isEmpty()
        ? "-"
        : warnings.stream().map(warning -> warning.code().name()).collect(Collectors.joining(" "));
  }
}

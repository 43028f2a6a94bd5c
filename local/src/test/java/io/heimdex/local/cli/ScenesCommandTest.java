package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ScenesCommandTest {
  /** By its other name, which people of the field look for. */
  @RegisterExtension
  private final CommandRun shots = new CommandRun("shots");

  @TempDir
  private Path folder;

  @Test
  void printsADocumentWithScenesAndTransitionsAtTheFramesOfTheCuts() throws Exception {
    // Given
    SyntheticVideo video = SyntheticVideo.builder()
        .size(320, 180)
        .framesPerSecond(25)
        .shot(40, 1)
        .shot(60, 2)
        .shot(50, 3)
        .build();
    Path file = folder.resolve("video.mp4");
    video.write(file);

    // When
    int status = shots.execute("--json", file.toString());

    // Then
    JsonNode document = shots.json();
    assertThat(status).isZero();
    assertThat(document.get("file").asText()).isEqualTo(file.toString());
    assertThat(document.get("frames").asLong()).isEqualTo(150);
    assertThat(document.get("duration_s").asDouble()).isEqualTo(6.0);
    assertThat(document.get("scenes").toString())
        .isEqualTo(
            "[{\"scene_index\":0,\"start_frame\":0,\"end_frame\":40,\"start_s\":0.0,\"end_s\":1.6},"
                + "{\"scene_index\":1,\"start_frame\":40,\"end_frame\":100,\"start_s\":1.6,\"end_s\":4.0},"
                + "{\"scene_index\":2,\"start_frame\":100,\"end_frame\":150,\"start_s\":4.0,\"end_s\":6.0}]");
    assertThat(document.get("transitions").toString())
        .isEqualTo(
            "[{\"kind\":\"cut\",\"start_frame\":39,\"end_frame\":40,\"start_s\":1.56,\"end_s\":1.6},"
                + "{\"kind\":\"cut\",\"start_frame\":99,\"end_frame\":100,\"start_s\":3.96,\"end_s\":4.0}]");
  }

  @Test
  void aFileThatIsNoVideoFailsByItsCodeAndTheOthersAreScannedAllTheSame() throws Exception {
    // Given
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    Path video = folder.resolve("video.mp4");
    SyntheticVideo.builder()
        .size(320, 180)
        .framesPerSecond(25)
        .shot(30, 1)
        .build()
        .write(video);

    // When
    int status = shots.execute(
        "--json", text.toString(), folder.resolve("none.mp4").toString(), video.toString());

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(documents())
        .extracting(document -> document.path("error_code").asText())
        .containsExactly("NOT_A_VIDEO", "OBJECT_NOT_FOUND", "");
    assertThat(documents().get(2).get("scenes")).hasSize(1);
  }

  @Test
  void writesTheFirstFrameOfEachNewShotByTheNamesOfTheVideos() throws Exception {
    // Given
    Path file = folder.resolve("video.mp4");
    SyntheticVideo.builder()
        .size(320, 180)
        .framesPerSecond(25)
        .shot(40, 1)
        .shot(60, 2)
        .build()
        .write(file);
    Path predictions = folder.resolve("predictions.json");

    // When
    int status = shots.execute(
        "--detector", "adaptive", "--predictions", predictions.toString(), file.toString());

    // Then
    assertThat(status).isZero();
    assertThat(new ObjectMapper().readTree(predictions.toFile()).toString())
        .isEqualTo("{\"video.mp4\":[40]}");
    assertThat(shots.printed())
        .contains("1 transitions, 2 scenes")
        .contains("cut       1.560 –      1.600 s   frames 39 – 40");
  }

  @Test
  void namesBothEndsOfAGradualTransitionToToolsThatScore() {
    assertThat(new ScenesDocument.Change("dissolve", 10, 22, 0.4, 0.88).boundary())
        .isEqualTo(List.of(10L, 22L));
    assertThat(new ScenesDocument.Change("cut", 21, 22, 0.84, 0.88).boundary()).isEqualTo(22L);
  }

  @Test
  void refusesTwoVideosOfOneNameInAFileOfPredictions() {
    int status = shots.execute("--predictions", "p.json", "a/video.mp4", "b/video.mp4");

    assertThat(status).isEqualTo(2);
    assertThat(shots.errors()).contains("Two videos are called video.mp4");
  }

  @Test
  void asksForTheModelOfADetectorThatNeedsOne() {
    int status = shots.execute("--detector", "transnetv2", "video.mp4");

    assertThat(status).isEqualTo(2);
    assertThat(shots.errors()).contains("expected --transnetv2-model");
  }

  private List<JsonNode> documents() throws Exception {
    List<JsonNode> documents = new ArrayList<>();
    for (String line : shots.printed().lines().toList()) {
      documents.add(new ObjectMapper().readTree(line));
    }
    return documents;
  }
}

package io.heimdex.operators.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.heimdex.operators.embed.Scenes;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.SceneIds;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VisionTag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SidecarWriterTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12)
      .getSchema(SidecarWriterTest.class.getResourceAsStream("/json-schema/sidecar.schema.json"));

  private static final VideoRef VIDEO = Scenes.video(1);
  private static final String SCENE_ID = SceneIds.of(VIDEO, 2);

  @Test
  void aSidecarFitsItsSchema() {
    assertThat(errors(write(scene(20_000_400, 31_499_500)))).isEmpty();
  }

  @Test
  void aSidecarSaysWhatTheRowSays() throws Exception {
    ObjectNode sidecar = (ObjectNode) MAPPER.readTree(write(scene(20_000_400, 31_499_500)));

    assertThat(sidecar.at("/video_id").asText()).isEqualTo(VIDEO.videoId());
    assertThat(sidecar.at("/scene_id").asText()).isEqualTo(SCENE_ID);
    assertThat(sidecar.at("/start_s").asText()).isEqualTo("20.0");
    assertThat(sidecar.at("/end_s").asText()).isEqualTo("31.5");
    assertThat(sidecar.at("/duration_s").asText()).isEqualTo("11.5");
    assertThat(sidecar.at("/embeddings/vision/model").asText()).isEqualTo("model@0123456789ab");
    assertThat(sidecar.at("/embeddings/vision/dimensions").asInt()).isEqualTo(3);
    assertThat(sidecar.at("/embeddings/text").isNull()).isTrue();
    assertThat(sidecar.at("/metadata/version").asText()).isEqualTo("7");
  }

  @Test
  void aSidecarHoldsTagsAndTheModelOfTheText() throws Exception {
    // Given
    EmbeddedScene scene = scene(0, 1_000_000)
        .withVisionTags(List.of(new VisionTag("dog", 0.5f), new VisionTag("beach", 0.25f)))
        .withText(new float[] {0, 1}, "text@0123456789ab");

    // When
    byte[] json = write(scene);

    // Then
    assertThat(errors(json)).isEmpty();
    ObjectNode sidecar = (ObjectNode) MAPPER.readTree(json);
    assertThat(sidecar.at("/vision_tags").toString()).isEqualTo("{\"dog\":0.5,\"beach\":0.25}");
    assertThat(sidecar.at("/embeddings/text/model").asText()).isEqualTo("text@0123456789ab");
    assertThat(sidecar.at("/embeddings/text/dimensions").asInt()).isEqualTo(2);
    assertThat(sidecar.at("/metadata/models/text").asText()).isEqualTo("text@0123456789ab");
  }

  /** P1: objects are equal after a crash. */
  @Test
  void theSameSceneGivesTheSameBytes() {
    assertThat(write(scene(0, 1_000_000))).isEqualTo(write(scene(0, 1_000_000)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aBrokenSidecarDoesNotFit(Consumer<ObjectNode> mistake) throws Exception {
    ObjectNode sidecar = (ObjectNode) MAPPER.readTree(write(scene(0, 1_000_000)));

    mistake.accept(sidecar);

    assertThat(errors(MAPPER.writeValueAsBytes(sidecar))).isNotEmpty();
  }

  static Stream<Named<Consumer<ObjectNode>>> mistakes() {
    return Stream.of(
        Named.of("no scene id", sidecar -> sidecar.remove("scene_id")),
        Named.of("an id that is no UUID", sidecar -> sidecar.put("video_id", "film")),
        Named.of("a start before the video", sidecar -> sidecar.put("start_s", -1)),
        Named.of("times as text", sidecar -> sidecar.put("end_s", "1.0")),
        Named.of("a field nobody knows", sidecar -> sidecar.put("colour", "red")),
        Named.of(
            "a tag without a score",
            sidecar -> sidecar.withObject("/vision_tags").put("dog", "x")),
        Named.of("no transcript", sidecar -> sidecar.putNull("transcript")),
        Named.of(
            "a vector without a length",
            sidecar -> sidecar.withObject("/embeddings/vision").remove("dimensions")),
        Named.of(
            "a model without a digest",
            sidecar -> sidecar.withObject("/embeddings/vision").put("model", "siglip")));
  }

  @Test
  void aSceneWithoutAVectorHasNoSidecar() {
    EmbeddedScene failed = EmbeddedScene.failed(draft(0, 1_000_000));

    assertThatThrownBy(() -> write(failed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(SCENE_ID);
  }

  private static byte[] write(EmbeddedScene scene) {
    return new SidecarWriter("7").write(scene, SCENE_ID);
  }

  private static EmbeddedScene scene(long startMicros, long endMicros) {
    return new EmbeddedScene(
        draft(startMicros, endMicros),
        new float[] {1, 0, 0},
        "model@0123456789ab",
        null,
        null,
        null);
  }

  private static SceneDraft draft(long startMicros, long endMicros) {
    return new SceneDraft(
        VIDEO, Scenes.INFO, 2, -1, startMicros, endMicros, List.of(), 0, -1, -1, null, List.of());
  }

  private static List<Error> errors(byte[] json) {
    return SCHEMA.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON);
  }
}

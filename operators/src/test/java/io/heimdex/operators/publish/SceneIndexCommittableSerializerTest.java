package io.heimdex.operators.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.WarningCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneIndexCommittableSerializerTest {
  private static final SceneIndexCommittable PUBLISH = new SceneIndexCommittable(
      PublishKind.PUBLISH,
      Videos.video("0123456789abcdef0123456789abcdef", 7),
      Videos.INFO,
      "4f1c2d3e-0000-4000-8000-000000000001",
      42,
      6_000_000,
      List.of(new VideoWarning(WarningCode.ENDS_EARLY, "The pictures end at 1 s")));

  private final SceneIndexCommittableSerializer serializer = new SceneIndexCommittableSerializer();

  @Test
  void readsWhatItWrote() throws Exception {
    assertThat(copy(PUBLISH)).isEqualTo(PUBLISH);
  }

  @Test
  void keepsTextsLongerThanJavasOwnFormatTakes() throws Exception {
    // Given
    String description = "ü\0".repeat(50_000);
    VideoRef video = new VideoRef(
        Videos.VIDEO,
        Videos.OWNER,
        "uploads",
        "key",
        "v1",
        null,
        -1,
        "aaaa",
        3,
        null,
        description,
        new KafkaPosition("uploads", 0, 9));
    SceneIndexCommittable delete =
        new SceneIndexCommittable(PublishKind.DELETE, video, null, null, 0, -1, List.of());

    // When
    SceneIndexCommittable copy = copy(delete);

    // Then
    assertThat(copy).isEqualTo(delete);
  }

  @Test
  void readsWhatTheFirstVersionWrote() throws Exception {
    // Given
    byte[] golden = golden("committable-v1.hex");

    // When
    SceneIndexCommittable read = serializer.deserialize(1, golden);

    // Then there are no warnings
    assertThat(read)
        .isEqualTo(new SceneIndexCommittable(
            PUBLISH.kind(),
            PUBLISH.video(),
            PUBLISH.info(),
            PUBLISH.batchId(),
            PUBLISH.expectedRows(),
            PUBLISH.durationMicros(),
            List.of()));
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.deserialize(3, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage("Unknown version 3");
  }

  private SceneIndexCommittable copy(SceneIndexCommittable committable) throws IOException {
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(committable));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream file = SceneIndexCommittableSerializerTest.class.getResourceAsStream(name)) {
      return HexFormat.of()
          .parseHex(
              new String(file.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
  }
}

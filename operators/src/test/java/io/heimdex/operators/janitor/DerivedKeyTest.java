package io.heimdex.operators.janitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.ObjectKeys;
import io.heimdex.schema.VideoRef;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedKeyTest {
  private static final UUID VIDEO = new UUID(1, 2);
  private static final String GENERATION = "0123456789abcdef".repeat(2);

  @Test
  void takesOurKeysApart() {
    // Given
    VideoRef video = new VideoRef(
        VIDEO.toString(),
        VIDEO.toString(),
        "b",
        "k",
        null,
        null,
        -1,
        GENERATION,
        1,
        null,
        null,
        new KafkaPosition("t", 0, 0));
    String scene = new UUID(3, 4).toString();

    // When
    DerivedKey thumbnail = DerivedKey.of(ObjectKeys.thumbnail(video, scene));
    DerivedKey sidecar = DerivedKey.of(ObjectKeys.sidecar(video, scene));

    // Then
    assertThat(thumbnail)
        .isEqualTo(
            new DerivedKey("thumbnails/" + VIDEO + "/" + GENERATION + "/", VIDEO, GENERATION));
    assertThat(sidecar)
        .isEqualTo(new DerivedKey("sidecars/" + VIDEO + "/" + GENERATION + "/", VIDEO, GENERATION));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "thumbnails/",
        "thumbnails/readme.txt",
        "thumbnails/%v/%g/",
        "thumbnails/%v/%g/notes.webp",
        "thumbnails/%v/%g/%v.png",
        "thumbnails/%v/%g/deeper/%v.webp",
        "thumbnails/%v/v1/%v.webp",
        "thumbnails/someone/%g/%v.webp",
        "backup/thumbnails/%v/%g/%v.webp",
        "faces/%v/%g/%v.webp",
      })
  void leavesAllOtherKeysAlone(String key) {
    assertThat(DerivedKey.of(key.replace("%v", VIDEO.toString()).replace("%g", GENERATION)))
        .isNull();
  }
}

package io.heimdex.operators.publish;

import static io.heimdex.operators.publish.Videos.rows;
import static io.heimdex.operators.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a video is published, and what is remembered of it. */
class PublishFunctionTest {
  private static final VideoRef FIRST = video("aaaa", 1);

  private PublishHarness publishing;

  @BeforeEach
  void open() throws Exception {
    publishing = PublishHarness.open();
  }

  @AfterEach
  void close() throws Exception {
    publishing.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void publishesAllScenesByIndexInWhateverOrderTheyComeAndHoweverOften(long seed) throws Exception {
    // Given
    List<SceneRow> shuffled = new ArrayList<>(rows(FIRST, 20));
    shuffled.addAll(rows(FIRST, 20).subList(0, 19));
    Collections.shuffle(shuffled, new Random(seed));

    // When
    for (SceneRow row : shuffled) {
      publishing.store(row);
    }

    // Then
    PublishCommand command = publishing.single(PublishKind.PUBLISH);
    assertThat(command.rows()).extracting(SceneRow::sceneIndex).isSorted().hasSize(20);
    assertThat(command.video()).isEqualTo(FIRST);
    assertThat(command.info()).isEqualTo(Videos.INFO);
    assertThat(command.durationMicros()).isEqualTo(40_000_000);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void tellsWhenWorkCanNotFailAnyMore() throws Exception {
    publishing.storeAll(rows(FIRST, 2).subList(0, 1));
    assertThat(publishing.ended()).isEmpty();

    publishing.storeAll(rows(FIRST, 2));
    publishing.delete(video("gone", 2));

    assertThat(publishing.ended()).containsExactly(1L, 2L);
  }

  @Test
  void waitsUntilTheLastSceneIsThere() throws Exception {
    // When
    publishing.storeAll(rows(FIRST, 3).subList(1, 3));

    // Then
    assertThat(publishing.commands()).isEmpty();
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    // Given
    List<SceneRow> rows = rows(FIRST, 3);
    publishing.storeAll(rows.subList(0, 2));
    publishing.restore();

    // When
    publishing.store(rows.get(2));

    // Then
    assertThat(publishing.single(PublishKind.PUBLISH).rows()).hasSize(3);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void forgetsAClosedRevisionInTheEnd() throws Exception {
    // Given
    publishing.storeAll(rows(FIRST, 1));
    publishing.outlastClosedMemory();

    // When
    publishing.storeAll(rows(FIRST, 1));

    // Then
    assertThat(publishing.commands())
        .extracting(PublishCommand::kind)
        .containsOnly(PublishKind.PUBLISH)
        .hasSize(2);
  }
}

package io.heimdex.operators.publish;

import static io.heimdex.operators.publish.Videos.row;
import static io.heimdex.operators.publish.Videos.rows;
import static io.heimdex.operators.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.VideoRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several revisions of a video, and its deletion: which one wins, and whose objects are discarded. */
class PublishFunctionRevisionsTest {
  private static final VideoRef FIRST = video("aaaa", 1);
  private static final VideoRef SECOND = video("bbbb", 2);

  private PublishHarness publishing;

  @BeforeEach
  void open() throws Exception {
    publishing = PublishHarness.open();
  }

  @AfterEach
  void close() throws Exception {
    publishing.close();
  }

  @Test
  void discardsTheObjectsOfAnOlderRevisionThatANewerOneSupersedes() throws Exception {
    // Given
    publishing.storeAll(rows(FIRST, 3).subList(0, 2));

    // When
    publishing.storeAll(rows(SECOND, 2));

    // Then
    assertThat(publishing.commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.DISCARD, PublishKind.PUBLISH);
    assertThat(publishing.commands())
        .extracting(PublishCommand::video)
        .containsExactly(FIRST, SECOND);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void keepsTheObjectsOfAnOlderRevisionOfTheSameGeneration() throws Exception {
    // Given
    publishing.storeAll(rows(FIRST, 3).subList(0, 2));
    VideoRef again = video("aaaa", 2);

    // When
    publishing.storeAll(rows(again, 2));
    publishing.store(row(FIRST, 2, 3));
    publishing.waitForLateRows();

    // Then
    assertThat(publishing.single(PublishKind.PUBLISH).video()).isEqualTo(again);
  }

  @Test
  void discardsTheObjectsOfLateRowsOnceForAllOfThem() throws Exception {
    // Given
    publishing.storeAll(rows(SECOND, 1));

    // When
    publishing.storeAll(rows(FIRST, 5));
    publishing.waitForLateRows();

    // Then
    assertThat(publishing.commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.PUBLISH, PublishKind.DISCARD);
    assertThat(publishing.commands().get(1).video()).isEqualTo(FIRST);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void deletesAVideoAndItsRowsUnderWay() throws Exception {
    // Given
    publishing.storeAll(rows(FIRST, 3).subList(0, 2));

    // When
    publishing.delete(SECOND);

    // Then
    assertThat(publishing.single(PublishKind.DELETE).video()).isEqualTo(SECOND);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void discardsTheObjectsOfRowsThatComeAfterTheDeletion() throws Exception {
    // Given
    publishing.delete(SECOND);

    // When
    publishing.store(row(FIRST, 0, 1));
    publishing.waitForLateRows();

    // Then
    assertThat(publishing.commands())
        .extracting(PublishCommand::kind)
        .containsExactly(PublishKind.DELETE, PublishKind.DISCARD);
    publishing.assertOnlyTheClosedRevisionIsRemembered();
  }

  @Test
  void ignoresADeletionThatIsOlderThanTheWorkUnderWay() throws Exception {
    // Given
    publishing.store(row(SECOND, 0, 2));

    // When
    publishing.delete(FIRST);
    publishing.store(row(SECOND, 1, 2));
    publishing.delete(FIRST);

    // Then
    assertThat(publishing.single(PublishKind.PUBLISH).video()).isEqualTo(SECOND);
  }
}

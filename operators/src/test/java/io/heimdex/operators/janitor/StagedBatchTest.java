package io.heimdex.operators.janitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.publish.LockedVideo;
import io.heimdex.schema.VideoState;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedBatchTest {
  /** The video's row, then a batch of generation a, revision 5, with 3 rows, or without a revision. */
  @ParameterizedTest(name = "{0} at {2} with {1} of {3} scenes: with its revision {4}, without {5}")
  @CsvSource({
    "indexed,    b, 6, 2, true,  false",
    "indexed,    a, 6, 3, true,  true",
    "indexed,    a, 5, 3, true,  true",
    // Another set of scenes: the commit would replace it.
    "indexed,    a, 5, 2, false, false",
    // Newer than what is live: its progress may not have been written yet.
    "indexed,    b, 4, 2, false, false",
    "indexed,    a, 4, 3, true,  true",
    // A restored checkpoint may still publish it.
    "processing, -, 5, 0, false, false",
    "validating, -, 5, 0, false, false",
    "failed,     -, 5, 0, false, false",
    "deleted,    -, 5, 0, false, false",
    "processing, -, 4, 0, false, false",
    // Superseded in whatever state.
    "processing, -, 6, 0, true,  false",
    "failed,     b, 6, 2, true,  false",
    "deleted,    -, 6, 0, true,  false",
    // Live, but hidden by a failure at the same revision.
    "failed,     a, 5, 3, false, false",
  })
  void isOverOnlyIfItsCommitWouldNotReadIt(
      String state,
      String generation,
      long revision,
      int scenes,
      boolean over,
      boolean overWithoutRevision) {
    // Given
    LockedVideo video = new LockedVideo(
        UUID.randomUUID(),
        VideoState.valueOf(state.toUpperCase(Locale.ROOT)),
        generation.equals("-") ? null : generation,
        null,
        revision,
        scenes,
        Map.of());

    // Then
    assertThat(batch(5L).isOver(video)).isEqualTo(over);
    assertThat(batch(null).isOver(video)).isEqualTo(overWithoutRevision);
  }

  @Test
  void isNotOverWhileThereIsNoVideo() {
    assertThat(batch(5L).isOver(null)).isFalse();
  }

  private static StagedBatch batch(Long revision) {
    return new StagedBatch(new UUID(1, 1), new UUID(1, 2), "a", revision, 3, Duration.ofDays(1000));
  }
}

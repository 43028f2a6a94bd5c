package io.heimdex.operators.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.VideoState;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockedVideoTest {
  /** Of a video at revision 5; the claim is on generation a. */
  @ParameterizedTest(name = "{0}, live {1}, work {2}, claim {3}: {4}")
  @CsvSource({
    // Live in whatever state.
    "indexed,    a, a, none,        true",
    "failed,     a, b, none,        true",
    "indexed,    a, b, 4,           true",
    // Claimed by work that is not superseded, whatever the row tells of it.
    "indexed,    b, b, 6,           true",
    "indexed,    b, b, 5,           true",
    "failed,     b, a, 5,           true",
    "deleted,    -, -, 6,           true",
    "indexed,    b, b, 4,           false",
    "deleted,    -, -, 4,           false",
    // Discarded.
    "failed,     b, a, 5 discarded, false",
    "processing, b, a, 5 discarded, false",
    // Work on a newer revision of what was discarded.
    "processing, b, a, 4 discarded, true",
    // Work of a version that made no claims.
    "processing, -, a, none,        true",
    "validating, b, a, none,        true",
    "indexed,    b, a, none,        true",
    "failed,     -, a, none,        false",
    "deleted,    -, a, none,        false",
    "indexed,    b, b, none,        false",
  })
  void needsWhatIsLiveOrCanStillBePublished(
      String state, String live, String work, String claim, boolean needed) {
    // Given
    LockedVideo video = new LockedVideo(
        UUID.randomUUID(),
        VideoState.valueOf(state.toUpperCase(Locale.ROOT)),
        live.equals("-") ? null : live,
        work.equals("-") ? null : work,
        5,
        1,
        claim.equals("none")
            ? Map.of()
            : Map.of(
                "a", new Claim(Long.parseLong(claim.split(" ")[0]), claim.endsWith("discarded"))));

    // Then
    assertThat(video.needs("a")).isEqualTo(needed);
  }
}

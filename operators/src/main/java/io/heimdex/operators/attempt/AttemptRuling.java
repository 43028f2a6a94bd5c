package io.heimdex.operators.attempt;

import io.heimdex.schema.Failure;
import java.time.Duration;

/** What is to be done about a piece of work. */
public sealed interface AttemptRuling {

  /** How long to wait before asking again; zero if there is no need to. */
  default Duration pause() {
    return Duration.ZERO;
  }

  /** Begin. The attempt is counted. */
  record Granted() implements AttemptRuling {}

  /** Not yet: the last attempts failed. Nothing is counted. */
  record Later(Duration pause) implements AttemptRuling {}

  /** Not any more: the video has failed. */
  record Refused(Failure failure) implements AttemptRuling {}
}

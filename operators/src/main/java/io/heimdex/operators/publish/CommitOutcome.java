package io.heimdex.operators.publish;

/** What a commit did. */
enum CommitOutcome {
  /** The video's rows were replaced. */
  PUBLISHED("videosPublished"),
  /** The generation was live already; nothing was written. */
  ACKNOWLEDGED("videosAcknowledged"),
  /** A newer revision was admitted meanwhile; nothing was written. */
  SUPERSEDED("videosSuperseded"),
  /** This revision was discarded before, with its objects; nothing was written. */
  REFUSED("videosRefused"),
  /** The video's row is another owner's; nothing was written. */
  FOREIGN("videosOfOtherOwners"),
  /** The video's rows were removed. */
  DELETED("videosDeleted"),
  /** Objects of a generation that is not published were noted for removal. */
  DISCARDED("generationsDiscarded");

  private final String metric;

  CommitOutcome(String metric) {
    this.metric = metric;
  }

  /** The counter's name. */
  String metric() {
    return metric;
  }
}

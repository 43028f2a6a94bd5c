package io.heimdex.operators.admit;

/** What becomes of a notification. */
public enum Verdict {
  /** The video is to be indexed. */
  ADMITTED,
  /** The video is to be removed. */
  DELETED,
  /** The same content was admitted already, or the same deletion. Dropped. */
  DUPLICATE,
  /** Something newer was admitted already. Dropped. */
  STALE,
  /** An object was removed that is not, or no more, the one of the video. Dropped. */
  OTHER_OBJECT,
  /** The video belongs to somebody else. A dead letter. */
  OTHER_OWNER
}

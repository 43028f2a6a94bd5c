package io.heimdex.operators.media;

/** How many of a video's frames are decoded. */
public enum ScanTier {
  /** All of them. */
  FULL,
  /** Those among which a transition can be, as far as the sizes of the coded frames and the sync frames tell. */
  FAST
}

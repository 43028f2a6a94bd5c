package io.heimdex.schema;

/** What is wrong with a video that was indexed nonetheless. Names are stable: they stand in rows. */
public enum WarningCode {
  /** Some of its packets or pictures are damaged: they are missing, or shown as far as they could be mended. */
  DAMAGED,
  /** Its first pictures can't be decoded: recordings of broadcasts begin in the midst of a group of pictures. */
  STARTS_LATE,
  /** Its pictures end well before the time that its container tells. */
  ENDS_EARLY
}

package io.heimdex.operators.janitor;

/**
 * What a sweep found.
 *
 * @param dryRun whether nothing was removed because only looking was asked for
 * @param batches of staged rows
 * @param stagedRows in those batches
 * @param notes of objects to be removed; what is removed for them is not counted under {@code objects}
 * @param claims on generations
 * @param attempts to decode that are counted
 * @param prefixes one a video, generation and kind of object
 * @param objects under those prefixes
 * @param unknownPrefixes of videos that the database doesn't know
 * @param unknownObjects under those prefixes
 * @param foreignObjects whose keys are not of our making; they are never touched
 * @param multipartUploads that are unfinished
 */
public record JanitorReport(
    boolean dryRun,
    Tally batches,
    Tally stagedRows,
    Tally notes,
    Tally claims,
    Tally attempts,
    Tally prefixes,
    Tally objects,
    Tally unknownPrefixes,
    Tally unknownObjects,
    long foreignObjects,
    Tally multipartUploads) {

  /**
   * Things of one kind.
   *
   * @param found that were looked at
   * @param removable that nobody can need
   * @param removed the removable ones; 0 where only looking was asked for
   * @param kept that are needed, may be needed, or were in use at that moment
   */
  public record Tally(long found, long removable, long removed, long kept) {}
}

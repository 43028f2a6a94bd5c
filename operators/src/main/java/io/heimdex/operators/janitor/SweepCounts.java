package io.heimdex.operators.janitor;

import io.heimdex.operators.janitor.JanitorReport.Tally;
import java.util.function.LongConsumer;

/** What a sweep has counted so far. Not thread-safe. */
final class SweepCounts {
  final Count batches;
  final Count stagedRows;
  final Count notes;
  final Count claims;
  final Count attempts;
  final Count prefixes;
  final Count objects;
  final Count unknownPrefixes;
  final Count unknownObjects;
  final Count multipartUploads;
  long foreignObjects;

  private final boolean dryRun;
  private final LongConsumer progress;
  private long examined;

  /** @param progress told how many things have been looked at */
  SweepCounts(boolean dryRun, LongConsumer progress) {
    this.dryRun = dryRun;
    this.progress = progress;
    batches = new Count();
    stagedRows = new Count();
    notes = new Count();
    claims = new Count();
    attempts = new Count();
    prefixes = new Count();
    objects = new Count();
    unknownPrefixes = new Count();
    unknownObjects = new Count();
    multipartUploads = new Count();
  }

  /** Counts things of one kind. */
  final class Count {
    private long found;
    private long removable;

    void found(long number) {
      found += number;
      examined += number;
      progress.accept(examined);
    }

    void removable(long number) {
      removable += number;
    }

    private Tally tally() {
      return new Tally(found, removable, dryRun ? 0 : removable, found - removable);
    }
  }

  JanitorReport report() {
    return new JanitorReport(
        dryRun,
        batches.tally(),
        stagedRows.tally(),
        notes.tally(),
        claims.tally(),
        attempts.tally(),
        prefixes.tally(),
        objects.tally(),
        unknownPrefixes.tally(),
        unknownObjects.tally(),
        foreignObjects,
        multipartUploads.tally());
  }
}

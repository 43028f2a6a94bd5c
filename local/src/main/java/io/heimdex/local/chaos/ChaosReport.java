package io.heimdex.local.chaos;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a chaos run found: the document of {@code ./heimdex chaos --json}.
 *
 * @param kills faults that happened, of all kinds
 * @param restarts of jobs and of the JobManager
 * @param videos of the run; each was uploaded many times
 * @param scenes of the undisturbed run
 * @param lostRows rows that only the undisturbed run has
 * @param duplicateRows rows that came twice, at any time while faults happened, or that only the disturbed run has
 * @param differentRows rows of the same key with another content
 * @param orphanObjects objects that no row names
 * @param halfVisibleReads how often the reader saw a part of a video
 * @param stuckVideos neither indexed nor failed some minutes after the last fault
 * @param decodedFramesRatio frames decoded over frames of all that was uploaded
 * @param checkpointP99Ms end-to-end duration that 99 of 100 completed checkpoints kept to, during the faults
 * @param failedVideos that failed although nothing is wrong with them
 * @param wrongUploads whose scenes were, as soon as they were indexed, not those of the undisturbed run
 * @param stagedRows left in the staging table when all was quiet
 * @param notedObjects prefixes left to be removed when all was quiet
 * @param missedFaults that found nothing to hit: a point that no TaskManager came to
 * @param checkedUploads that were compared so, those of the undisturbed run among them
 * @param faults how often each kind happened
 * @param findings each of them in words
 */
public record ChaosReport(
    int kills,
    int restarts,
    int videos,
    int scenes,
    int lostRows,
    int duplicateRows,
    int differentRows,
    int lostObjects,
    int orphanObjects,
    int halfVisibleReads,
    int stuckVideos,
    double decodedFramesRatio,
    long checkpointP99Ms,
    int differentObjects,
    int failedVideos,
    int wrongUploads,
    int stagedRows,
    int notedObjects,
    int missedFaults,
    int uploads,
    int checkedUploads,
    long framesDecoded,
    long framesNeeded,
    int checkpoints,
    long reads,
    long seed,
    double undisturbedSeconds,
    double seconds,
    Map<String, Integer> faults,
    List<String> findings) {

  /** Whether everything is as in the undisturbed run, and nobody saw it otherwise. */
  @JsonIgnore
  public boolean isClean() {
    return findings.isEmpty();
  }

  /** For a person. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "kills", kills + " in " + Math.round(seconds) + " s, seed " + seed);
    line(text, "restarts", restarts);
    line(text, "videos", videos + ", uploaded " + uploads + " times");
    line(text, "scenes", scenes);
    line(text, "wrong uploads", wrongUploads + " of " + checkedUploads + " that were compared");
    line(text, "lost rows", lostRows);
    line(text, "duplicate rows", duplicateRows);
    line(text, "different rows", differentRows);
    line(text, "lost objects", lostObjects);
    line(text, "different objects", differentObjects);
    line(text, "orphan objects", orphanObjects);
    line(text, "staged rows left", stagedRows);
    line(text, "noted objects left", notedObjects);
    line(text, "half-visible reads", halfVisibleReads + " of " + reads);
    line(text, "stuck videos", stuckVideos);
    line(text, "failed videos", failedVideos);
    line(
        text,
        "decoded frames ratio",
        String.format(
            Locale.ROOT, "%.3f (%d of %d)", decodedFramesRatio, framesDecoded, framesNeeded));
    line(text, "checkpoint p99", checkpointP99Ms + " ms of " + checkpoints + " checkpoints");
    line(text, "missed faults", missedFaults);
    faults.forEach((kind, count) -> line(text, "  " + kind, count));
    return text.append(isClean() ? "Nothing was found." : findings.size() + " findings.")
        .toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%-30s %s%n", name, value));
  }
}

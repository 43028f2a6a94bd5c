package io.heimdex.local.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Checkpoints while a long video is decoded and a TaskManager is killed in the middle: the document of {@code ./heimdex bench
 * checkpoints --json}.
 *
 * @param frames of the video
 * @param checkpointsFailed also the one that the kill cut off
 * @param p99Ms of the end-to-end duration
 * @param framesDecoded handed over by the decoders, all starts of the job together
 * @param framesDecodedAfterKill by the TaskManager that lived, until Flink noticed that the other was gone: no checkpoint can
 *     complete meanwhile, and all of it is decoded again
 * @param framesDecodedAgain of those before the kill, at most: what was handed over more than once, what the last look before the kill can have missed, and a
 *     group of pictures a slot, decoded to get to the place
 * @param framesDecodedAgainBound those of one checkpoint interval (and the longest checkpoint) before the kill; a slot, one group
 *     of pictures, and one batch, which is what the decoder hands over at a time
 * @param missed the goals that were missed, in words
 */
public record CheckpointBenchReport(
    double videoSeconds,
    long frames,
    int slots,
    double checkpointIntervalSeconds,
    long checkpointsCompleted,
    long checkpointsFailed,
    double p50Ms,
    double p99Ms,
    long maxMs,
    long stateMaxBytes,
    int restarts,
    long framesDecoded,
    long framesDecodedAfterKill,
    long framesDecodedAgain,
    long framesDecodedAgainBound,
    double seconds,
    List<String> missed) {
  private static final double P99_MS = 2000;
  private static final long STATE_BYTES = 50_000_000;

  public CheckpointBenchReport {
    missed = new ArrayList<>(missed);
    miss(
        missed,
        p99Ms >= P99_MS,
        "the p99 of checkpoints is " + p99Ms + " ms; goal: under " + P99_MS);
    miss(
        missed,
        stateMaxBytes >= STATE_BYTES,
        "the state is up to " + stateMaxBytes + " bytes; goal: under " + STATE_BYTES);
    miss(
        missed,
        framesDecodedAgain > framesDecodedAgainBound,
        framesDecodedAgain + " frames were decoded again; goal: at most "
            + framesDecodedAgainBound);
    miss(missed, checkpointsCompleted == 0, "no checkpoint was completed");
    miss(
        missed,
        checkpointsFailed > restarts,
        checkpointsFailed + " checkpoints failed; goal: at most one for each of " + restarts
            + " restarts");
    miss(missed, restarts == 0, "the kill came too late to matter; the video is too short");
  }

  /** Whether every goal is met. */
  public boolean passed() {
    return missed.isEmpty();
  }

  private static void miss(List<String> missed, boolean really, String goal) {
    if (really) {
      missed.add(goal);
    }
  }
}

package io.heimdex.local.flink;

/**
 * What Flink counted of a job's checkpoints since it was submitted. Durations are from the trigger to the last answer.
 *
 * @param failed also those that were under way when the job failed
 */
public record CheckpointFigures(
    long completed,
    long failed,
    double p50Millis,
    double p99Millis,
    long maxMillis,
    long maxStateBytes) {}

package io.heimdex.local.bench;

import java.util.Locale;

/**
 * How fast the job's operator embeds pictures, against the runtime alone and against a plain loop. Medians of the windows.
 *
 * @param model name and digest
 * @param cores of the machine
 * @param slots of the TaskManager
 * @param threads as heimdex.embed.threads, of the operator and of the loop; so {@code batchSize}
 * @param windows of each kind
 * @param rawCallers inferences that the runtime alone had under way in its best setting
 * @param rawThreads of each of them; so {@code rawBatchSize}
 * @param rawPerS pictures a second of the runtime alone, whose tensors were made before
 * @param loopPerS of decoding, resizing and inference in a loop, with no job around it
 * @param operatorPerS of the operator in a running job
 * @param ratio of the operator to the runtime alone
 * @param loopRatio of the operator to the loop
 * @param rawCpuMs CPU time of a picture, in milliseconds; so {@code loopCpuMs}, {@code operatorCpuMs}
 */
public record EmbedBenchReport(
    String bench,
    String model,
    int cores,
    int slots,
    int threads,
    int batchSize,
    int windows,
    int rawCallers,
    int rawThreads,
    int rawBatchSize,
    double rawPerS,
    double loopPerS,
    double operatorPerS,
    double ratio,
    double loopRatio,
    double rawCpuMs,
    double loopCpuMs,
    double operatorCpuMs) {

  /** For a person. */
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        model       %s, on %d cores
        runtime     %9.1f pictures/s alone, %.2f ms of CPU time each (%d callers, %d threads each, batches of %d)
        loop        %9.1f pictures/s with decoding and resizing, %.2f ms
        operator    %9.1f pictures/s in a job, %.2f ms (%d slots, %d threads, batches of %d)
        ratio       %.3f to the runtime alone, %.3f to the loop""",
        model,
        cores,
        rawPerS,
        rawCpuMs,
        rawCallers,
        rawThreads,
        rawBatchSize,
        loopPerS,
        loopCpuMs,
        operatorPerS,
        operatorCpuMs,
        slots,
        threads,
        batchSize,
        ratio,
        loopRatio);
  }
}

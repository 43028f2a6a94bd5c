package io.heimdex.local.torture;

import java.util.List;
import java.util.Map;

/**
 * What the job made of the files: the document of {@code ./heimdex torture --json}.
 *
 * @param files that were run
 * @param byCode how many failed, by failure code
 * @param restarts of the job
 * @param stuck files that were neither indexed nor failed in time
 * @param findings what must not be: restarts and stuck files, each with the index that makes the file again
 */
public record TortureReport(
    long seed,
    int files,
    int indexed,
    int failed,
    Map<String, Integer> byCode,
    int restarts,
    int stuck,
    double seconds,
    List<String> findings) {

  /** Whether bad files did no harm. */
  public boolean passed() {
    return restarts == 0 && stuck == 0;
  }
}

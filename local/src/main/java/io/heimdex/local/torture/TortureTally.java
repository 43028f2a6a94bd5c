package io.heimdex.local.torture;

import io.heimdex.local.flink.JobFailure;
import io.heimdex.local.index.VideoReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what becomes of the files, and finds out which of them a failure of the job belongs to. Not thread-safe. */
final class TortureTally {
  private final Map<String, Life> lives = new LinkedHashMap<>();
  private final Map<String, Integer> byCode = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();
  private int indexed;
  private int failed;
  private int stuck;

  /** A file is about to be sent. @param description names it, and how it can be made again */
  void begun(String file, String description) {
    lives.put(file, new Life(description, System.currentTimeMillis()));
  }

  void done(VideoReport report) {
    Life life = lives.get(report.file());
    if (life != null) {
      life.endMillis = System.currentTimeMillis();
      life.videoId = String.valueOf(report.videoId());
    }
    if (report.isIndexed()) {
      indexed++;
    } else if (report.isStuck()) {
      stuck++;
      findings.add("stuck: " + (life == null ? report.file() : life.description));
    } else {
      failed++;
      byCode.merge(String.valueOf(report.errorCode()), 1, Integer::sum);
    }
  }

  int stuck() {
    return stuck;
  }

  /** Those that are final or stuck. */
  int files() {
    return indexed + failed + stuck;
  }

  /** One line, for who waits. */
  String progress() {
    return indexed + " indexed, " + failed + " failed, " + stuck + " stuck";
  }

  /** @param failures of the job, each of which made it start anew */
  TortureReport report(long seed, List<JobFailure> failures, double seconds) {
    List<String> all = new ArrayList<>(findings);
    failures.forEach(
        failure -> all.add("restart: " + failure.cause() + "; of " + suspects(failure)));
    return new TortureReport(
        seed, files(), indexed, failed, byCode, failures.size(), stuck, seconds, all);
  }

  /** The file that the failure names; if it names none, those that were on the way. */
  private String suspects(JobFailure failure) {
    List<Life> named = lives.values().stream()
        .filter(life -> failure.stackTrace().contains(life.videoId))
        .toList();
    List<Life> suspects = named.isEmpty()
        ? lives.values().stream().filter(life -> life.spans(failure.atMillis())).toList()
        : named;
    return suspects.stream().map(life -> life.description).collect(Collectors.joining(" | "));
  }

  private static final class Life {
    final String description;
    final long startMillis;
    long endMillis = Long.MAX_VALUE;
    String videoId = "no video yet";

    Life(String description, long startMillis) {
      this.description = description;
      this.startMillis = startMillis;
    }

    boolean spans(long millis) {
      return startMillis <= millis && millis <= endMillis;
    }
  }
}

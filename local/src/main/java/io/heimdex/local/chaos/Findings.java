package io.heimdex.local.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what a disturbed run shows. Not thread-safe. */
final class Findings {
  private final long seed;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private int missed;
  private int stuck;
  private int failed;
  private int checked;
  private int wrong;
  private int halfVisible;
  private int superfluousRows;
  private long reads;
  private Leftovers left = new Leftovers(List.of(), List.of());
  private Differences differences =
      new Differences(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  Findings(long seed) {
    this.seed = seed;
  }

  void add(String finding) {
    texts.add(finding);
  }

  void happened(Fault fault, boolean hit) {
    if (hit) {
      faults.merge(fault.kind().label(), 1, Integer::sum);
    } else {
      missed++;
    }
  }

  void stuck(List<String> videos) {
    stuck = videos.size();
    addAll("stuck video", videos);
  }

  void checked(UploadChecks checks) {
    checked = checks.count();
    wrong = checks.wrong().size();
    addAll("wrong scenes", checks.wrong());
  }

  void failed(List<String> videos) {
    failed = videos.size();
    addAll("failed video", videos);
  }

  void left(Leftovers leftovers) {
    left = leftovers;
    addAll("staged and never removed", leftovers.staged());
    addAll("noted and never removed", leftovers.noted());
  }

  void read(HalfVisibleReader reader) {
    halfVisible = reader.halfVisible().size();
    reads = reader.reads();
    addAll("half visible", reader.halfVisible().stream().distinct().toList());
    reader.superfluousRows().forEach((video, rows) -> {
      superfluousRows += rows;
      texts.add("duplicate rows: " + rows + " of " + video);
    });
  }

  void differences(Differences found) {
    differences = found;
    addAll("lost row", found.lostRows());
    addAll("duplicate row", found.duplicateRows());
    addAll("different row", found.differentRows());
    addAll("lost object", found.lostObjects());
    addAll("different object", found.differentObjects());
    addAll("orphan object", found.orphanObjects());
  }

  /** @param jobManagers that were started anew */
  ChaosReport report(
      PublishedState undisturbed,
      double undisturbedSeconds,
      FrameBudget budget,
      Map<Integer, Long> framesOfFile,
      Map<String, Long> decoded,
      JobMonitor monitor,
      int jobManagers,
      double seconds) {
    long framesNeeded = budget.frames(framesOfFile);
    long framesDecoded = decoded.values().stream().mapToLong(Long::longValue).sum();
    return new ChaosReport(
        faults.values().stream().mapToInt(Integer::intValue).sum(),
        monitor.failures() + jobManagers,
        framesOfFile.size(),
        (int) undisturbed.rows().stream()
            .filter(row -> row.key().startsWith("scene "))
            .count(),
        differences.lostRows().size(),
        differences.duplicateRows().size() + superfluousRows,
        differences.differentRows().size(),
        differences.lostObjects().size(),
        differences.orphanObjects().size(),
        halfVisible,
        stuck,
        Math.round(1000.0 * framesDecoded / Math.max(1, framesNeeded)) / 1000.0,
        monitor.checkpointP99Millis(),
        differences.differentObjects().size(),
        failed,
        wrong,
        left.staged().size(),
        left.noted().size(),
        missed,
        budget.contents(),
        checked,
        framesDecoded,
        framesNeeded,
        monitor.completedCheckpoints(),
        reads,
        seed,
        undisturbedSeconds,
        seconds,
        faults,
        texts);
  }

  private void addAll(String what, List<String> all) {
    all.forEach(one -> texts.add(what + ": " + one));
  }
}

package io.heimdex.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory that a process has in RAM, as Linux counts it. */
final class ResidentSize {
  private ResidentSize() {}

  /** 0 where the system doesn't tell. */
  static long megabytes(long process) throws IOException {
    Path status = Path.of("/proc/" + process + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
        .sum();
  }
}

package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of pgvector for PostgreSQL 17, from where a server can take them.
 *
 * @param library the shared library
 * @param scripts the folder with {@code vector.control} and {@code vector--*.sql}
 */
record PgvectorLibrary(Path library, Path scripts) {
  /** Where packages of PostgreSQL 17 put it: Debian and its kin, Red Hat and its kin. */
  private static final List<PgvectorLibrary> INSTALLED = List.of(
      new PgvectorLibrary(
          Path.of("/usr/lib/postgresql/17/lib/vector.so"),
          Path.of("/usr/share/postgresql/17/extension")),
      new PgvectorLibrary(
          Path.of("/usr/pgsql-17/lib/vector.so"), Path.of("/usr/pgsql-17/share/extension")));

  /** Tries a library in a running server. */
  interface Probe {
    /** Why the server can't load it; empty if it can. */
    Optional<String> refusal(Path library);
  }

  /** The installed library if it loads, else the one in the cache, which is built first if need be. */
  static PgvectorLibrary find(Probe probe, Path cache) throws IOException {
    StringBuilder refusals = new StringBuilder();
    for (PgvectorLibrary installed : INSTALLED) {
      if (installed.isComplete() && installed.loads(probe, refusals)) {
        return installed;
      }
    }
    return cached(probe, cache, refusals);
  }

  private static PgvectorLibrary cached(Probe probe, Path cache, StringBuilder refusals)
      throws IOException {
    Path folder = cache.resolve("pgvector-17");
    PgvectorLibrary built = new PgvectorLibrary(folder.resolve("vector.so"), folder);
    try (FileMutex held = FileMutex.hold(cache.resolve("pgvector.lock"))) {
      if (built.isComplete() && built.loads(probe, refusals)) {
        return built;
      }
      Folders.delete(folder);
      build(folder, refusals);
      if (built.loads(probe, refusals)) {
        return built;
      }
      throw noWay(refusals.toString(), null);
    }
  }

  private static void build(Path folder, StringBuilder refusals) throws IOException {
    try {
      PgvectorBuild.into(folder);
    } catch (IOException e) {
      throw noWay(refusals + "It could not be built: " + e.getMessage(), e);
    }
  }

  private static IOException noWay(String reason, @Nullable Throwable cause) {
    return new IOException(
        "PostgreSQL needs the extension pgvector. Either give the address of a PostgreSQL that has it; or install pgvector for"
            + " PostgreSQL 17 (on Debian 13 the package postgresql-17-pgvector); or let it be built, for which a Debian with apt"
            + " sources, network and a C compiler (package build-essential) is needed. "
            + reason,
        cause);
  }

  private boolean isComplete() {
    return Files.exists(library) && Files.exists(scripts.resolve("vector.control"));
  }

  private boolean loads(Probe probe, StringBuilder refusals) {
    Optional<String> refusal = probe.refusal(library);
    refusal.ifPresent(
        why -> refusals.append(library).append(" does not load: ").append(why).append(". "));
    return refusal.isEmpty();
  }

  /** Copies what the server does not have yet. Servers that run meanwhile keep what they opened. */
  void installInto(Path libraries, Path extensions) throws IOException {
    copy(library, libraries.resolve("vector.so"));
    try (Stream<Path> files = Files.list(scripts)) {
      for (Path file : files.filter(PgvectorLibrary::isScript).toList()) {
        copy(file, extensions.resolve(file.getFileName()));
      }
    }
  }

  private static boolean isScript(Path file) {
    String name = file.getFileName().toString();
    return name.equals("vector.control") || (name.startsWith("vector--") && name.endsWith(".sql"));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to) && Files.mismatch(from, to) == -1) {
      return;
    }
    Path whole = Files.createTempFile(to.getParent(), "copy-", ".tmp");
    Files.copy(from, whole, StandardCopyOption.REPLACE_EXISTING);
    Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE);
  }
}

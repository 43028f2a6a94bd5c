package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes pgvector for PostgreSQL 17 from the source package of Debian, with the machine's package tool and C compiler. Nothing
 * is installed, and no root is needed: the package tool gets folders of its own.
 */
final class PgvectorBuild {
  /** The first Debian with PostgreSQL 17. Its ready-made library needs a newer C library than Debian 12 has. */
  private static final String SUITE = "trixie";

  private static final Path ETC_APT = Path.of("/etc/apt");
  private static final Duration TOOL_TIMEOUT = Duration.ofMinutes(5);

  private final Path work;
  private final ToolProcess tools;

  private PgvectorBuild(Path work) {
    this.work = work;
    this.tools = new ToolProcess(work, TOOL_TIMEOUT);
  }

  /**
   * Leaves the library, the control file and the scripts in {@code target}, which appears at once and whole, or not at all.
   *
   * @param target does not exist yet; its parent is where the build works
   */
  static void into(Path target) throws IOException {
    Path work = Files.createTempDirectory(target.toAbsolutePath().getParent(), "pgvector-build-");
    try {
      Path result = new PgvectorBuild(work).build();
      Files.move(result, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(work);
    }
  }

  private Path build() throws IOException {
    AptSources sources = AptSources.ofMachine(ETC_APT)
        .orElseThrow(() ->
            new IOException("no source of packages with a component 'main' found in " + ETC_APT));
    Files.writeString(folder("apt/parts").resolve("pgvector.sources"), sources.stanzaFor(SUITE));
    Files.createFile(work.resolve("apt/status"));
    apt("update");
    apt("--download-only", "source", "pgvector");
    apt("download", "postgresql-server-dev-17");
    tools.run(List.of("dpkg-deb", "-x", only(work, "postgresql-server-dev-17", ".deb"), "headers"));
    tools.run(List.of(
        "tar",
        "-xzf",
        only(work, "pgvector_", ".orig.tar.gz"),
        "--one-top-level=pgvector",
        "--strip-components=1"));
    return compile(work.resolve("pgvector"));
  }

  /** The machine's own settings (a proxy, say) stay in force; sources, lists, cache and state are ours. */
  private void apt(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-y"));
    option(command, "Dir::Etc::sourcelist", "/dev/null");
    option(command, "Dir::Etc::sourceparts", folder("apt/parts").toString());
    option(command, "Dir::State", folder("apt/state").toString());
    option(command, "Dir::State::lists", folder("apt/lists").toString());
    option(command, "Dir::State::status", work.resolve("apt/status").toString());
    option(command, "Dir::Cache", folder("apt/cache").toString());
    option(command, "Acquire::Languages", "none");
    option(command, "APT::Sandbox::User", "");
    command.addAll(List.of(arguments));
    tools.run(command);
  }

  private static void option(List<String> command, String name, String value) {
    command.add("-o");
    command.add(name + "=" + value);
  }

  private Path compile(Path source) throws IOException {
    Path result = folder("result");
    List<String> command = new ArrayList<>(List.of(compiler(), "-shared", "-fPIC", "-O2"));
    // What pgvector's own Makefile sets, so that distances are computed with vector instructions.
    command.addAll(List.of(
        "-ftree-vectorize", "-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math"));
    command.addAll(List.of("-I", "headers/usr/include/postgresql/17/server"));
    command.addAll(files(source.resolve("src"), "", ".c"));
    command.addAll(List.of("-lm", "-o", result.resolve("vector.so").toString()));
    tools.run(command);
    copyScripts(source, result);
    return result;
  }

  private static String compiler() {
    return Optional.ofNullable(System.getenv("CC")).filter(cc -> !cc.isBlank()).orElse("cc");
  }

  private static void copyScripts(Path source, Path result) throws IOException {
    Path control = source.resolve("vector.control");
    Files.copy(control, result.resolve("vector.control"));
    String version =
        Files.readString(control).replaceAll("(?s).*default_version\\s*=\\s*'([^']+)'.*", "$1");
    Files.copy(source.resolve("sql/vector.sql"), result.resolve("vector--" + version + ".sql"));
    for (String update : files(source.resolve("sql"), "vector--", ".sql")) {
      Files.copy(Path.of(update), result.resolve(Path.of(update).getFileName()));
    }
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  private static String only(Path folder, String prefix, String suffix) throws IOException {
    List<String> found = files(folder, prefix, suffix);
    if (found.size() != 1) {
      throw new IOException("expected one file " + prefix + "…" + suffix + ", found " + found);
    }
    return found.get(0);
  }

  private static List<String> files(Path folder, String prefix, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .map(Path::toString)
          .filter(file -> file.endsWith(suffix))
          .sorted()
          .toList();
    }
  }
}

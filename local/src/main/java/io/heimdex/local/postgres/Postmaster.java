package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The main process of the server that works on a data directory, found through PostgreSQL's own {@code postmaster.pid}. */
final class Postmaster {
  private static final Duration END = Duration.ofSeconds(60);
  /** Held by the JVM that started the server, as long as it lives. */
  private static final String LOCK_OF_STARTER = "epg-lock";

  private Postmaster() {}

  /** The process, if it runs. */
  static Optional<ProcessHandle> of(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .filter(process -> worksOn(process, data));
  }

  /** The number may belong to another process by now. */
  private static boolean worksOn(ProcessHandle process, Path data) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .anyMatch(data.toString()::equals);
  }

  /** Ends the server whose starter was killed. A server whose starter lives is left alone: that is an error. */
  static void endLeftOver(Path data) throws IOException {
    Optional<ProcessHandle> running = of(data);
    if (running.isEmpty()) {
      return;
    }
    refuseIfStarterLives(data);
    // SIGINT is the fast shutdown; the SIGTERM of ProcessHandle would wait for all clients.
    new ToolProcess(data, END)
        .run(List.of("kill", "-INT", Long.toString(running.get().pid())));
    awaitEnd(running);
  }

  private static void refuseIfStarterLives(Path data) throws IOException {
    try (FileChannel channel = FileChannel.open(
            data.resolve(LOCK_OF_STARTER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw inUse(data);
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(data);
    }
  }

  private static IOException inUse(Path data) {
    return new IOException("A PostgreSQL is running on " + data + " already; stop it first");
  }

  static void awaitEnd(Optional<ProcessHandle> process) throws IOException {
    if (process.isEmpty()) {
      return;
    }
    try {
      process.get().onExit().get(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "process " + process.get().pid() + " still runs after " + END.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL stops", e);
    }
  }
}

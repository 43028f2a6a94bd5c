package io.heimdex.local.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.heimdex.local.postgres.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a stack. Readable by their owner only.
 *
 * <p>The process that runs the stack holds a lock on one of them. The system gives the lock back when the process ends in any
 * way.
 */
public record StackHome(Path home) {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
  private static final String PID_FILE = ".pid";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Homes that this JVM holds. The file must not be opened again here: on Linux the lock of a process is lost as soon as the
   * process closes any channel of the file.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  public StackHome {
    home = home.toAbsolutePath().normalize();
  }

  /** Holds the home for this process until closed. */
  record Lock(Path home, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
      HELD_HERE.remove(home);
    }
  }

  /** All data of the stack. */
  public Path stack() {
    return home.resolve("stack");
  }

  /** Logs of the stack and of commands. */
  public Path logs() {
    return home.resolve("logs");
  }

  /** Process ids of services, and what they are started with. */
  Path run() {
    return stack().resolve("run");
  }

  /** Ids of the services' processes that run, by name. */
  Map<String, Long> processes() throws IOException {
    Map<String, Long> running = new TreeMap<>();
    for (Path folder : List.of(run(), stack().resolve("flink/run"))) {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + PID_FILE)) {
          for (Path file : files) {
            addIfRunning(file, running);
          }
        }
      }
    }
    return running;
  }

  private static void addIfRunning(Path pidFile, Map<String, Long> running) throws IOException {
    String name = pidFile.getFileName().toString();
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    if (ProcessHandle.of(pid).isPresent()) {
      running.put(name.substring(0, name.length() - PID_FILE.length()), pid);
    }
  }

  /** What the process of a stack in the background prints. */
  public Path output() {
    return logs().resolve("stack.out");
  }

  /** Where the running stack is reached; empty if none is up, or it is still starting. */
  public Optional<StackAddresses> addresses() throws IOException {
    // A stack that was killed has left its own, which the next one removes a moment after it has
    // the lock.
    return isLocked()
        ? read(addressFile(), StackAddresses.class)
            .filter(up -> ProcessHandle.of(up.pid()).isPresent())
        : Optional.empty();
  }

  /** Process id of the stack that is up, starting or stopping. */
  public Optional<Long> pid() throws IOException {
    return isLocked() && Files.exists(pidFile())
        ? Optional.of(Long.parseLong(Files.readString(pidFile()).strip()))
        : Optional.empty();
  }

  /** Whether a stack is up, starting or stopping. */
  public boolean isLocked() throws IOException {
    if (HELD_HERE.contains(home)) {
      return true;
    }
    if (!Files.exists(lockFile())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  /** Removes all data of the stack; a cache that lies in the same home is kept. */
  public void purge() throws IOException {
    if (isLocked()) {
      throw new IOException("The stack in " + home + " is up; stop it before its data is removed");
    }
    Folders.delete(stack());
  }

  /** Takes the home for this process. @throws IOException if another stack is up there */
  Lock lock() throws IOException {
    Files.createDirectories(home);
    Files.createDirectories(stack(), PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
    Files.createDirectories(logs());
    if (!HELD_HERE.add(home)) {
      throw alreadyUp();
    }
    FileChannel channel =
        FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      HELD_HERE.remove(home);
      throw alreadyUp();
    }
    write(pidFile(), Long.toString(ProcessHandle.current().pid()));
    unpublish();
    return new Lock(home, channel);
  }

  private IOException alreadyUp() throws IOException {
    String process = pid().map(pid -> " (process " + pid + ")").orElse("");
    return new IOException("A stack is up in " + home + " already" + process
        + "; 'heimdex status' shows it, 'heimdex down' stops it");
  }

  /** Those of this home, drawn on the first call. */
  StackCredentials credentials() throws IOException {
    Path file = stack().resolve("credentials.json");
    Optional<StackCredentials> kept = read(file, StackCredentials.class);
    if (kept.isPresent() && kept.get().hasAll()) {
      return kept.get();
    }
    StackCredentials drawn =
        kept.map(StackCredentials::completed).orElseGet(StackCredentials::random);
    write(file, JSON.writeValueAsString(drawn));
    return drawn;
  }

  void publish(StackAddresses addresses) throws IOException {
    write(addressFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(addresses));
  }

  void unpublish() throws IOException {
    Files.deleteIfExists(addressFile());
  }

  /** Writes a file for its owner's eyes, at once: a reader sees the old content or the new. */
  static void write(Path file, String content) throws IOException {
    Path draft = Files.createTempFile(
        file.getParent(),
        file.getFileName().toString(),
        ".draft",
        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path addressFile() {
    return stack().resolve("stack.json");
  }

  private Path pidFile() {
    return stack().resolve("pid");
  }

  private Path lockFile() {
    return stack().resolve("lock");
  }

  private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    return Files.exists(file)
        ? Optional.of(JSON.readValue(Files.readString(file), type))
        : Optional.empty();
  }
}

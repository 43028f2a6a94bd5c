package io.heimdex.operators.model;

import io.heimdex.operators.onnx.OnnxModelFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model's directory, in a folder of this machine that processes share: {@code KEY/NAME/…} when it is whole, {@code
 * KEY.part/NAME/…} until then. A whole one lists its files with their digests in {@code KEY/files.sha256}, as {@code sha256sum}
 * does.
 *
 * <p>Not thread-safe: whoever uses it holds its lock.
 *
 * @param folder that holds all of them
 * @param key differs where any file does
 * @param name of the model
 */
record CachedModel(Path folder, String key, String name) {
  private static final String PART = ".part";
  private static final String LOCK = ".lock";
  private static final String LIST = "files.sha256";
  private static final long LOCK_PAUSE_MILLIS = 200;
  /** Files are locked for processes: one that closes such a file anywhere gives up its lock. So only one thread opens any. */
  private static final ReentrantLock THREADS = new ReentrantLock();
  /** What nobody went on with for so long is given up. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  /** Waits for other threads and processes that fetch a model here. What a process holds ends with it, even if it crashes. */
  Closeable lock() throws IOException, InterruptedException {
    THREADS.lockInterruptibly();
    boolean done = false;
    try {
      Files.createDirectories(folder);
      FileChannel channel = channel(key);
      done = lock(channel);
      return () -> unlock(channel);
    } finally {
      if (!done) {
        THREADS.unlock();
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException, InterruptedException {
    try {
      while (tried(channel) == null) {
        Thread.sleep(LOCK_PAUSE_MILLIS);
      }
      return true;
    } catch (IOException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  private static void unlock(FileChannel channel) throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }

  private FileChannel channel(String ofKey) throws IOException {
    return FileChannel.open(
        folder.resolve(ofKey + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this process; perhaps by the same class of another job's class loader.
      return null;
    }
  }

  /** The model's directory. */
  Path directory() {
    return folder.resolve(key).resolve(name);
  }

  /** Where a file belongs while the model is not whole. @param path from the model's directory on */
  Path unfinished(String path) throws IOException {
    Path root = folder.resolve(key + PART).resolve(name);
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root)) {
      throw new IOException("'" + path + "' leads out of the model's directory");
    }
    Files.createDirectories(file.resolveSibling(""));
    return file;
  }

  /** Whether it is there as it was fetched. Reads all of it; removes what is not so. */
  boolean isWhole() throws IOException {
    Path root = folder.resolve(key);
    if (!Files.exists(root)) {
      return false;
    }
    try {
      if (Files.readAllLines(root.resolve(LIST)).equals(digests(root))) {
        return true;
      }
    } catch (NoSuchFileException e) {
      // Its list is gone; so what else is can't be told.
    }
    remove(root);
    return false;
  }

  /** Makes what was fetched the whole model. */
  void finish() throws IOException {
    Path part = folder.resolve(key + PART);
    Files.write(part.resolve(LIST), digests(part));
    Files.move(part, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes other models that were begun long ago and never finished. */
  void removeAbandoned() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String file = String.valueOf(entry.getFileName());
        if (file.endsWith(PART) && !file.equals(key + PART)) {
          removeIfAbandoned(entry, file.substring(0, file.length() - PART.length()));
        }
      }
    }
  }

  private void removeIfAbandoned(Path part, String ofKey) throws IOException {
    try (FileChannel channel = channel(ofKey)) {
      Instant begun = Files.getLastModifiedTime(part).toInstant();
      if (begun.isBefore(Instant.now().minus(ABANDONED)) && tried(channel) != null) {
        remove(part);
      }
    } catch (NoSuchFileException e) {
      // Somebody else has just finished or removed it.
    }
  }

  private static List<String> digests(Path root) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : filesOf(root)) {
      if (!file.equals(root.resolve(LIST))) {
        lines.add(digest(file) + "  " + root.relativize(file));
      }
    }
    return lines;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = OnnxModelFile.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> filesOf(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void remove(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

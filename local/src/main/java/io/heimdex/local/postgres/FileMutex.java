package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Holds off other threads and other processes of this machine. A crash frees it. */
final class FileMutex implements AutoCloseable {
  /** File locks belong to the whole JVM, so its own threads queue here first. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private FileMutex(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds the file. */
  static FileMutex hold(Path file) throws IOException {
    THREADS.lock();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new FileMutex(lock(channel));
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  private static FileChannel lock(FileChannel channel) throws IOException {
    try {
      channel.lock();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Closing the channel frees the file. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}

package io.heimdex.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir
  private Path directory;

  private @Nullable ServiceProcess service;

  /** Writes numbers into a file, a few bytes at a time, and what went wrong into another. Argument: the directory. */
  public static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      for (int i = 0; ; i++) {
        LockSupport.parkNanos(5_000_000);
        try {
          Files.writeString(directory.resolve("numbers"), "123456\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
          Files.createDirectories(directory.resolve("failed-" + e.getMessage().strip()));
        }
      }
    }
  }

  @AfterEach
  void close() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void isStartedAnewWhenItsProcessIsKilled() throws Exception {
    ServiceProcess writer = start();
    long first = writer.pid();

    // When
    boolean killed = writer.kill();

    // Then
    assertThat(killed).isTrue();
    writer.awaitUp(PATIENCE);
    assertThat(writer.starts()).isEqualTo(2);
    assertThat(writer.pid()).isNotEqualTo(first);
    assertThat(Files.readString(directory.resolve("pid")).strip())
        .isEqualTo(Long.toString(writer.pid()));
  }

  @Test
  void standsStillWhileItIsPausedAndEndsEvenThen() throws Exception {
    ServiceProcess writer = start();

    // When
    writer.pause();

    // Then
    assertThat(writer.isUp()).isFalse();
    long size = size();
    await().during(Duration.ofMillis(300)).until(() -> size() == size);
    writer.resume();
    await().atMost(PATIENCE).until(() -> size() > size);
    writer.pause();
    writer.close();
    assertThat(writer.isAlive()).isFalse();
    assertThat(writer.starts()).isEqualTo(1);
  }

  @Test
  void staysDownUntilItIsLetUp() throws Exception {
    ServiceProcess writer = start();

    // When
    writer.holdDown();

    // Then
    await().during(Duration.ofMillis(1_500)).atMost(PATIENCE).until(() -> !writer.isAlive());
    writer.letUp();
    writer.awaitUp(PATIENCE);
    assertThat(writer.starts()).isEqualTo(2);
  }

  @Test
  void canNotWriteWhileItsFilesAreLimitedAndGoesOnAfterwards() throws Exception {
    ServiceProcess writer = start();

    // When
    writer.limitFileSize(0);

    // Then
    Path failure = directory.resolve("failed-File too large");
    await().atMost(PATIENCE).until(() -> Files.exists(failure));
    long size = size();
    writer.liftFileSizeLimit();
    await().atMost(PATIENCE).until(() -> size() > size);
    assertThat(writer.starts()).isEqualTo(1);
  }

  @Test
  void tellsThatItEndsAgainAndAgain() throws Exception {
    ServiceProcess hopeless = start(new ProcessBuilder("false"));

    assertThatThrownBy(() -> hopeless.awaitUp(PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessage("writer ended 3 times before it served");
  }

  private ServiceProcess start() throws IOException {
    Files.createFile(directory.resolve("numbers"));
    ServiceProcess writer = start(new ProcessBuilder(
        ChildJvm.javaExecutable(),
        "-Xmx32m",
        "-cp",
        System.getProperty("java.class.path"),
        Writer.class.getName(),
        directory.toString()));
    writer.awaitUp(PATIENCE);
    return writer;
  }

  private ServiceProcess start(ProcessBuilder command) throws IOException {
    ServiceProcess started = ServiceProcess.start(new ServiceProcess.Definition(
        "writer",
        start -> command.start(),
        start -> grows(),
        directory.resolve("pid"),
        directory.toString(),
        "TERM"));
    service = started;
    return started;
  }

  private boolean grows() throws IOException {
    long size = size();
    LockSupport.parkNanos(100_000_000);
    return size() > size;
  }

  private long size() throws IOException {
    Path numbers = directory.resolve("numbers");
    return Files.exists(numbers) ? Files.size(numbers) : 0;
  }
}

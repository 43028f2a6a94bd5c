package io.heimdex.local.stack;

import io.heimdex.local.process.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A stack in a process of its own, which outlives the command that started it. */
public final class BackgroundStack {
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 100;

  private final StackHome home;

  public BackgroundStack(StackHome home) {
    this.home = home;
  }

  /**
   * Starts a process and waits until its stack is up. If one is up already its addresses are returned; if one is starting it is
   * waited for.
   *
   * @param jvmArguments besides those of this process
   * @param mainClass and its arguments: runs {@link Stack} in the same home until it is asked to end
   * @param progress told what the process prints, a line at a time
   */
  public StackAddresses start(
      List<String> jvmArguments,
      String mainClass,
      List<String> arguments,
      Consumer<String> progress)
      throws IOException {
    if (home.isLocked()) {
      return awaitOther(progress);
    }
    Files.createDirectories(home.logs());
    Files.deleteIfExists(home.output());
    Process process = launch(jvmArguments, mainClass, arguments);
    try (Tail tail = new Tail(home.output(), progress)) {
      long deadline = System.nanoTime() + START.toNanos();
      while (System.nanoTime() < deadline) {
        tail.read();
        Optional<StackAddresses> up = home.addresses();
        if (up.isPresent()) {
          return up.get();
        }
        if (!process.isAlive()) {
          tail.read();
          throw new IOException("The stack did not start (exit status " + process.exitValue()
              + "); its logs are in " + home.logs());
        }
        pause();
      }
    }
    process.destroy();
    throw new IOException("The stack is not up after " + START.toMinutes()
        + " minutes; its logs are in " + home.logs());
  }

  /** Stops the stack in order and waits for its end; kills it if that takes too long. @return false if none was up */
  public boolean stop() throws IOException {
    Optional<Long> pid = home.pid();
    if (pid.isEmpty()) {
      return false;
    }
    ProcessHandle process = ours(pid.get());
    process.destroy();
    try {
      process.onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
      throw new IOException(
          "The stack (process " + pid.get() + ") did not stop in " + STOP.toSeconds()
              + " s and was killed; its logs are in " + home.logs(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the stack stops", e);
    }
    return true;
  }

  /** The lock says that the process runs; its command line has to agree before a signal is sent. */
  private ProcessHandle ours(long pid) throws IOException {
    return ProcessHandle.of(pid)
        .filter(process -> process.info().commandLine().orElse("").contains("heimdex"))
        .orElseThrow(() -> new IOException("Process " + pid + ", which holds " + home.home()
            + ", is not a Heimdex process that this user may stop"));
  }

  private StackAddresses awaitOther(Consumer<String> progress) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    progress.accept("A stack is up or starting already");
    while (home.isLocked() && System.nanoTime() < deadline) {
      Optional<StackAddresses> up = home.addresses();
      if (up.isPresent()) {
        return up.get();
      }
      pause();
    }
    throw new IOException("The stack that was starting in " + home.home()
        + " is not up; its logs are in " + home.logs());
  }

  private Process launch(List<String> jvmArguments, String mainClass, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
    detacher().ifPresent(command::add);
    command.add(ChildJvm.javaExecutable());
    command.addAll(ChildJvm.ownJvmArguments());
    command.addAll(jvmArguments);
    command.add("-Dheimdex.log.name=stack");
    command.add("-Dheimdex.log.dir=" + home.logs());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.output().toFile()));
    builder.environment().put("HEIMDEX_HOME", home.home().toString());
    return builder.start();
  }

  private static Optional<String> detacher() {
    return List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup").stream()
        .filter(tool -> Files.isExecutable(Path.of(tool)))
        .findFirst();
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the stack starts", e);
    }
  }

  /** Reads the lines that a file has gained. */
  private static final class Tail implements AutoCloseable {
    private final RandomAccessFile file;
    private final Consumer<String> lines;

    Tail(Path path, Consumer<String> lines) throws IOException {
      this.file = new RandomAccessFile(path.toFile(), "r");
      this.lines = lines;
    }

    /** Lines are UTF-8; {@code readLine} gives each byte as a character. */
    void read() throws IOException {
      for (String line = file.readLine(); line != null; line = file.readLine()) {
        lines.accept(
            new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.schema.FailureCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running decoder process. One call at a time: {@link #ask}, then {@link #answer} until the call's last message. Nothing that the
 * process sends is believed.
 *
 * <p>{@link #close} may come from any thread, all else from one at a time. Two threads serve the process: the keeper starts it (the system
 * ends it when that thread ends), drains standard error and cleans up; the reader takes messages in, one ahead, so that back pressure reaches
 * the process through the pipe.
 */
final class DecoderProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderProcess.class);
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final long TICK_MILLIS = 200;

  private final Path folder;
  private final ErrorTail errors = new ErrorTail();
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(1);
  private final Thread keeper;
  private final Thread reader;
  private final Process process;
  private final DataOutputStream requests;
  private final Vigil vigil;

  /** A message, or why there will be no more. */
  private record Arrival(
      @Nullable Message message, @Nullable String end) {}

  private DecoderProcess(DecoderSettings settings) throws IOException, InterruptedException {
    vigil = new Vigil(settings);
    folder = Files.createTempDirectory("heimdex-decoder-");
    CompletableFuture<Process> started = new CompletableFuture<>();
    ProcessBuilder command = DecoderCommand.of(settings, folder);
    keeper = daemon("Keeper of a decoder process", () -> keep(command, started));
    try {
      process = started.get();
    } catch (InterruptedException e) {
      CompletableFuture<Void> unused = started.thenAccept(Process::destroyForcibly);
      throw e;
    } catch (ExecutionException e) {
      throw new IOException("A decoder process can't be started: " + e.getCause(), e);
    }
    requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    reader = daemon("Reader of decoder process " + process.pid(), this::read);
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @throws IOException if it can't be started: that is no fault of a video
   */
  static DecoderProcess start(DecoderSettings settings) throws IOException, InterruptedException {
    DecoderProcess started = new DecoderProcess(settings);
    boolean ready = false;
    try {
      started.awaitReady();
      ready = true;
      return started;
    } finally {
      if (!ready) {
        started.close();
      }
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    Wire.writeHead(requests);
    requests.flush();
    Arrival first = arrivals.poll(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      throw new IOException(
          "The decoder process wasn't ready within " + START_PATIENCE.toSeconds() + " s");
    }
    if (first.message() == null || first.message().type() != Wire.Type.READY) {
      throw new IOException("The decoder process didn't get ready: "
          + end(String.valueOf(first.end())).getMessage());
    }
    String lacking = first.message().read(Wire::readText);
    LOG.info(
        "Decoder process {} is ready{}",
        process.pid(),
        lacking.isEmpty() ? "" : "; this system has no " + lacking);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Begins a call. */
  void ask(Message request) {
    try {
      request.writeTo(requests);
    } catch (IOException e) {
      LOG.debug("Decoder process {} takes no call; its last messages tell why", pid(), e);
    }
  }

  /**
   * The call's next message but for pulses. Blocks until it is there.
   *
   * @throws DecoderFaultException if the process is gone, or hangs
   */
  Message answer() throws IOException, InterruptedException {
    vigil.begin(System.nanoTime());
    while (true) {
      Arrival arrival = arrivals.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      if (arrival == null) {
        vigil.check(System.nanoTime(), cpuTime());
      } else if (arrival.message() == null) {
        throw end(String.valueOf(arrival.end()));
      } else if (arrival.message().type() == Wire.Type.PULSE) {
        pulse(arrival.message());
      } else {
        return arrival.message();
      }
    }
  }

  private void pulse(Message message) throws IOException {
    message.read(in -> {
      vigil.pulse(in.readLong(), in.readLong(), System.nanoTime());
      return true;
    });
    vigil.check(System.nanoTime(), cpuTime());
  }

  private Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private DecoderFaultException end(String how) throws InterruptedException {
    if (how.isEmpty() && process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      keeper.join(END_PATIENCE.toMillis());
      return ProcessEnd.fault(process.exitValue(), errors.text());
    }
    return new DecoderFaultException(
        FailureCode.DECODER_CRASHED,
        "The decoder process sent what it must not: " + (how.isEmpty() ? "an early end" : how));
  }

  /** Kills the process if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    reader.interrupt();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void keep(ProcessBuilder command, CompletableFuture<Process> started) {
    try {
      Process running = command.start();
      started.complete(running);
      errors.drain(running.getErrorStream(), running.pid());
      running.waitFor();
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.completeExceptionally(e);
      LOG.debug("The keeper of a decoder process ends early", e);
    } finally {
      removeFolder();
    }
  }

  private void removeFolder() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.debug("{} is left behind", folder, e);
    }
  }

  private void read() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16))) {
      Wire.readHead(in);
      while (true) {
        arrivals.put(new Arrival(Message.readFrom(in), null));
      }
    } catch (EOFException e) {
      arrive("");
    } catch (IOException e) {
      arrive(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      arriveClosed();
    }
  }

  private void arrive(String end) {
    try {
      arrivals.put(new Arrival(null, end));
    } catch (InterruptedException e) {
      arriveClosed();
    }
  }

  /** Whoever waits must learn that nothing more comes. Only the reader puts something in, so there is room. */
  private void arriveClosed() {
    arrivals.clear();
    arrivals.add(new Arrival(null, ""));
  }
}

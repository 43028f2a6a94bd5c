package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.MediaException;
import io.heimdex.schema.FailureCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The place of one decoder process. It is started by the first call, and anew by the first call after its end. One call at a time;
 * {@link #close} may come from another thread.
 */
final class DecoderSlot implements AutoCloseable {
  private final DecoderSettings settings;
  private final Object lock = new Object();
  private @Nullable DecoderProcess process;
  private boolean closed;

  DecoderSlot(DecoderSettings settings) {
    this.settings = settings;
  }

  /** Takes the messages of one call. */
  interface Answers<T> {
    /**
     * Takes the next one.
     *
     * @return the call's result, or null if more is to come
     * @throws NonsenseException if the process may not say that
     */
    @Nullable
    T take(Message answer) throws IOException, InterruptedException;
  }

  /** Has the process work off one request. Whatever goes wrong, the next call finds a process that works. */
  <T> T call(Message request, Answers<T> answers)
      throws MediaException, IOException, InterruptedException {
    DecoderProcess running = running();
    boolean done = false;
    try {
      running.ask(request);
      Message first = running.answer();
      if (first.type() == Wire.Type.BYE) {
        // It ended for want of work just when this call came.
        drop(running);
        running = running();
        running.ask(request);
        first = running.answer();
      }
      T result = converse(running, first, answers);
      done = true;
      return result;
    } catch (MediaException | PassingException e) {
      done = true;
      throw e;
    } catch (NonsenseException e) {
      throw new DecoderFaultException(
          FailureCode.DECODER_CRASHED,
          "The decoder process sent what it must not: " + e.getMessage());
    } finally {
      if (!done) {
        drop(running);
      }
    }
  }

  private static <T> T converse(DecoderProcess running, Message first, Answers<T> answers)
      throws MediaException, IOException, InterruptedException {
    Message answer = first;
    while (true) {
      switch (answer.type()) {
        case REJECTED -> throw AnswerCheck.rejection(answer);
        case FAILED -> throw new PassingException(AnswerCheck.text(answer));
        case FAULT -> throw AnswerCheck.fault(answer);
        default -> {
          T result = answers.take(answer);
          if (result != null) {
            return result;
          }
        }
      }
      answer = running.answer();
    }
  }

  /** Reading failed inside the process, which is as good as before. */
  static final class PassingException extends IOException {
    private static final long serialVersionUID = 1L;

    PassingException(String message) {
      super(message);
    }
  }

  private DecoderProcess running() throws IOException, InterruptedException {
    synchronized (lock) {
      if (closed) {
        throw new IOException("The decoder was closed");
      }
      if (process != null && process.isAlive()) {
        return process;
      }
    }
    DecoderProcess started = DecoderProcess.start(settings);
    synchronized (lock) {
      if (closed) {
        started.close();
        throw new IOException("The decoder was closed");
      }
      process = started;
      return started;
    }
  }

  private void drop(DecoderProcess gone) {
    gone.close();
    synchronized (lock) {
      process = null;
    }
  }

  /** Of the process that runs now, or -1. */
  long pid() {
    synchronized (lock) {
      return process != null && process.isAlive() ? process.pid() : -1;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (process != null) {
        process.close();
      }
    }
  }
}

package io.heimdex.local.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * Turns the signals that ask this process to end (SIGINT, that is Ctrl-C; SIGTERM; SIGHUP) into an event, so that services are
 * stopped in order by the thread that started them. JVM shutdown hooks would stop them all at once. A second signal ends the
 * process at once.
 *
 * <p>Thread-safe.
 */
public final class Termination {
  /** As shells report a process that Ctrl-C ended. */
  public static final int EXIT_CODE = 130;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>();

  private Termination() {}

  /** Takes the signals over from the JVM, for good. */
  public static Termination install() {
    Termination termination = new Termination();
    for (String signal : List.of("INT", "TERM", "HUP")) {
      Signal.handle(new Signal(signal), received -> termination.receive());
    }
    return termination;
  }

  /** Runs a short action on the first signal, on a thread of the JVM; at once if the signal has been. */
  public synchronized void onSignal(Runnable action) {
    if (isAsked()) {
      action.run();
    } else {
      actions.add(action);
    }
  }

  /** Whether the process was asked to end. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits for the first signal. */
  public void await() throws InterruptedException {
    asked.await();
  }

  private synchronized void receive() {
    if (isAsked()) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    // First the actions: who waits is to find their work done (an interrupt must not come after
    // it).
    actions.forEach(Runnable::run);
    asked.countDown();
  }
}

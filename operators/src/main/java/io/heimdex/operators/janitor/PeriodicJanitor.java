package io.heimdex.operators.janitor;

import io.heimdex.schema.VideoRef;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps again and again. Timers come on the task's thread, which only hands the work over; a sweep that is still running when its
 * successor is due stands for both.
 */
final class PeriodicJanitor implements SinkWriter<VideoRef> {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodicJanitor.class);
  private static final long STOP_SECONDS = 10;

  /** The first sweep comes sooner, so that a job which is often started anew sweeps too. */
  private static final int FIRST = 10;

  private final Supplier<Janitor> janitors;
  private final JanitorSettings settings;
  private final JanitorMetrics metrics;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "janitor");
    thread.setDaemon(true);
    return thread;
  });

  PeriodicJanitor(Supplier<Janitor> janitors, JanitorSettings settings, MetricGroup group) {
    this.janitors = janitors;
    this.settings = settings;
    this.metrics = new JanitorMetrics(group);
  }

  /** From the task's thread. */
  void start(ProcessingTimeService timers, Duration interval) {
    schedule(timers, interval.toMillis(), Math.max(1, interval.toMillis() / FIRST));
  }

  private void schedule(ProcessingTimeService timers, long intervalMillis, long delayMillis) {
    timers.registerTimer(timers.getCurrentProcessingTime() + delayMillis, time -> {
      if (sweeping.compareAndSet(false, true)) {
        executor.execute(this::sweep);
      }
      schedule(timers, intervalMillis, intervalMillis);
    });
  }

  /** Opens everything anew each time, for there are hours in between. */
  private void sweep() {
    try (Janitor janitor = janitors.get()) {
      JanitorReport report = janitor.sweep(settings, examined -> {});
      metrics.swept(report);
      LOG.info("The janitor's sweep: {}", report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      metrics.failed();
      LOG.warn("The janitor's sweep failed; the next one does the rest", e);
    } finally {
      sweeping.set(false);
    }
  }

  /** What comes in says nothing that the sweep would not find. */
  @Override
  public void write(VideoRef deletion, Context context) {}

  @Override
  public void flush(boolean endOfInput) {}

  @Override
  public void close() throws InterruptedException {
    executor.shutdownNow();
    if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("A sweep is still at work {} s after it was asked to stop", STOP_SECONDS);
    }
  }
}

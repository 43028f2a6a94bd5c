package io.heimdex.operators.detect;

import io.heimdex.operators.metrics.LabelledCounters;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import java.time.Clock;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.View;

/** What a person looks for at the detect operator. Written by the task thread, read by reporters. */
final class DetectMetrics {
  private static final long NONE = Long.MAX_VALUE;

  private final LabelledCounters<FailureCode> failures;
  private final Counter frames;
  private final LabelledCounters<FailureCode> decoderFaults;
  private final Counter readRetries;
  private final Counter databaseRetries;
  private final Speed speed = new Speed();
  private volatile int waiting;
  private volatile int postponed;
  private volatile long oldestMillis = NONE;

  DetectMetrics(MetricGroup group, Clock clock) {
    this.failures =
        new LabelledCounters<>(group, "failures", LabelledCounters.CODE, FailureCode.class);
    this.frames = group.counter("frames");
    this.decoderFaults =
        new LabelledCounters<>(group, "decoderFaults", LabelledCounters.CODE, FailureCode.class);
    this.readRetries = group.counter("readRetries", new ThreadSafeSimpleCounter());
    this.databaseRetries = group.counter("databaseRetries", new ThreadSafeSimpleCounter());
    group.gauge("segmentsPostponed", (Gauge<Integer>) () -> postponed);
    group.meter("framesPerSecond", new MeterView(frames));
    group.gauge("speed", speed);
    group.gauge("segmentsWaiting", (Gauge<Integer>) () -> waiting);
    group.gauge("oldestWaitingSeconds", (Gauge<Long>) () -> secondsSince(clock.millis()));
  }

  /** One more segment waits. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the task thread writes
  void added(SegmentProgress segment) {
    waiting++;
    oldestMillis = Math.min(oldestMillis, segment.sinceMillis());
  }

  /** Counts anew after one was taken out. */
  void waiting(FairQueue queue) {
    waiting = queue.size();
    oldestMillis =
        queue.segments().stream().mapToLong(SegmentProgress::sinceMillis).min().orElse(NONE);
  }

  void decoded(FrameChunk chunk) {
    if (chunk.frames() > 0) {
      frames.inc(chunk.frames());
      speed.add(chunk.endMicros() - chunk.ptsMicros()[0]);
    }
  }

  /** So many segments wait for their next attempt. */
  void postponed(int segments) {
    postponed = segments;
  }

  void decoderFault(FailureCode code) {
    decoderFaults.increment(code);
  }

  /** For the worker's thread. */
  Counter readRetries() {
    return readRetries;
  }

  /** For the worker's thread. */
  Counter databaseRetries() {
    return databaseRetries;
  }

  void rejected(FailureCode code) {
    failures.increment(code);
  }

  private long secondsSince(long nowMillis) {
    long oldest = oldestMillis;
    return oldest == NONE ? 0 : Math.max(0, nowMillis - oldest) / 1000;
  }

  /** Seconds of video a second, over the last minute. */
  private static final class Speed implements Gauge<Double>, View {
    private final MeterView micros = new MeterView(60);

    void add(long decodedMicros) {
      micros.markEvent(Math.max(0, decodedMicros));
    }

    @Override
    public void update() {
      micros.update();
    }

    @Override
    public Double getValue() {
      return micros.getRate() / 1e6;
    }
  }
}

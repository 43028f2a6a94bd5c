package io.heimdex.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.operators.shot.SyntheticVideo;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.SegmentTask;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.View;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class DetectMetricsTest {
  private static final SyntheticVideo VIDEO = SyntheticVideo.steady(1500, 40_000);

  private final Map<String, Metric> registered = new HashMap<>();
  private final DetectMetrics metrics =
      new DetectMetrics(new Recording(""), Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC));

  @Test
  void tellsHowManySegmentsWaitAndForHowLong() {
    FairQueue queue = new FairQueue();
    for (SegmentTask task : Segments.of(Segments.video("film"), VIDEO, 3)) {
      SegmentProgress segment = SegmentProgress.begin(task, 70_000 + 1000 * task.index());
      queue.add(segment);
      metrics.added(segment);
    }
    assertThat(gauge("segmentsWaiting")).isEqualTo(3);
    assertThat(gauge("oldestWaitingSeconds")).isEqualTo(30L);

    queue.poll();
    metrics.waiting(queue);

    assertThat(gauge("segmentsWaiting")).isEqualTo(2);
    assertThat(gauge("oldestWaitingSeconds")).isEqualTo(29L);
  }

  @Test
  void tellsThatNothingWaits() {
    assertThat(gauge("segmentsWaiting")).isEqualTo(0);
    assertThat(gauge("oldestWaitingSeconds")).isEqualTo(0L);
  }

  @Test
  void measuresSpeedInSecondsOfVideoASecond() {
    // A minute of video in the minute that the rate is taken over.
    List<FrameChunk> chunks =
        Segments.chunks(Segments.video("film"), VIDEO, 1, 100).get(0);
    chunks.forEach(metrics::decoded);
    for (int update = 0; update < 60 / View.UPDATE_INTERVAL_SECONDS; update++) {
      ((View) registered.get("speed")).update();
      ((View) registered.get("framesPerSecond")).update();
    }

    assertThat(gauge("speed")).isEqualTo(1.0);
    assertThat(((Meter) registered.get("framesPerSecond")).getRate()).isEqualTo(25.0);
    assertThat(((Counter) registered.get("frames")).getCount()).isEqualTo(1500);
  }

  @Test
  void countsFailuresByCode() {
    metrics.rejected(FailureCode.NO_FRAMES);
    metrics.decoderFault(FailureCode.DECODER_CRASHED);
    metrics.postponed(3);

    assertThat(((Counter) registered.get("code.NO_FRAMES.failures")).getCount()).isEqualTo(1);
    assertThat(((Counter) registered.get("code.NOT_A_VIDEO.failures")).getCount())
        .isZero();
    assertThat(((Counter) registered.get("code.DECODER_CRASHED.decoderFaults")).getCount())
        .isEqualTo(1);
    assertThat(gauge("segmentsPostponed")).isEqualTo(3);
  }

  private Object gauge(String name) {
    return ((Gauge<?>) registered.get(name)).getValue();
  }

  /** Keeps what is registered, by name. */
  private final class Recording extends UnregisteredMetricsGroup {
    private final String prefix;

    Recording(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public Counter counter(String name) {
      return counter(name, new SimpleCounter());
    }

    @Override
    public <C extends Counter> C counter(String name, C counter) {
      registered.put(prefix + name, counter);
      return counter;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      registered.put(prefix + name, gauge);
      return gauge;
    }

    @Override
    public <M extends Meter> M meter(String name, M meter) {
      registered.put(prefix + name, meter);
      return meter;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Recording(prefix + key + "." + value + ".");
    }
  }
}

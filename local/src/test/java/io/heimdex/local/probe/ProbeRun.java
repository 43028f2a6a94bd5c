package io.heimdex.local.probe;

import io.heimdex.operators.attempt.AttemptLimits;
import io.heimdex.operators.attempt.DatabaseAttempts;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.probe.ProbeFunction;
import io.heimdex.operators.probe.ProbeSettings;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;

/** The probe in Flink's own operator, sent there as to a worker. */
final class ProbeRun implements AutoCloseable {
  static final AttemptLimits LIMITS =
      new AttemptLimits(3, 2, Duration.ofMillis(100), Duration.ofMillis(400));

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
  private final MockEnvironment environment;
  private final OneInputStreamOperatorTestHarness<VideoRef, ProbedVideo> harness;

  ProbeRun(S3Settings s3, DatabaseSettings database, VideoProber prober, ProbeSettings settings)
      throws Exception {
    ProbeFunction function = InstantiationUtil.clone(new ProbeFunction(
        new S3ObjectStoreFactory(s3),
        () -> new DatabaseAttempts(database, LIMITS),
        prober,
        settings));
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    environment = MockEnvironment.builder()
        .setMetricGroup(new OneOperatorMetrics(metrics))
        .build();
    environment.setExpectedExternalFailureCause(Throwable.class);
    harness = new OneInputStreamOperatorTestHarness<>(
        new AsyncWaitOperatorFactory<>(
            function, TimeUnit.MINUTES.toMillis(2), 4, OutputMode.UNORDERED),
        TypeInformation.of(VideoRef.class).createSerializer(config),
        environment);
    harness.open();
  }

  void process(VideoRef video) throws Exception {
    harness.processElement(new StreamRecord<>(video));
  }

  /** What came out, after all that was in flight has ended. */
  List<ProbedVideo> results() throws Exception {
    harness.endInput();
    return harness.extractOutputValues();
  }

  /** What failed the task. */
  Optional<? extends Throwable> fault() {
    return environment.getActualExternalFailureCause();
  }

  long waits() {
    return count("probeWaits");
  }

  long retries() {
    return count("probeRetries");
  }

  long databaseRetries() {
    return count("databaseRetries");
  }

  private long count(String counter) {
    return ((Counter) metrics.get(counter)).getCount();
  }

  @Override
  public void close() throws Exception {
    harness.close();
    environment.close();
  }

  /** Keeps the metrics of the operator, which Flink's test environment throws away. */
  private static final class OneOperatorMetrics extends InterceptingTaskMetricGroup {
    private final InternalOperatorMetricGroup operator;

    OneOperatorMetrics(InternalOperatorMetricGroup operator) {
      this.operator = operator;
    }

    @Override
    public InternalOperatorMetricGroup getOrAddOperator(
        OperatorID id, String name, Map<String, String> variables) {
      return operator;
    }
  }
}

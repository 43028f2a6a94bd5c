package io.heimdex.operators.plan;

import static io.heimdex.operators.plan.SegmentPlannerTest.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoState;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFunctionTest {
  private static final VideoInfo TEN_MINUTES = SegmentPlannerTest.info(0, 600_000_000, true);

  private OneInputStreamOperatorTestHarness<ProbedVideo, SegmentTask> harness;

  @BeforeEach
  void open() throws Exception {
    harness = ProcessFunctionTestHarnesses.forProcessFunction(
        new PlanFunction(new SegmentPlanner(Duration.ofMinutes(5))));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void givesOutTheSegmentsOfAFitVideo() throws Exception {
    harness.processElement(new StreamRecord<>(new ProbedVideo(VIDEO, TEN_MINUTES, null)));

    assertThat(harness.extractOutputValues()).extracting(SegmentTask::index).containsExactly(0, 1);
    assertThat(values(PlanFunction.PROGRESS))
        .containsExactly(new ProgressUpdate(VIDEO, VideoState.PROCESSING, TEN_MINUTES, null));
    assertThat(harness.getSideOutput(PlanFunction.FAILED)).isNull();
  }

  @Test
  void passesOnWhyAVideoIsNotFit() throws Exception {
    Failure failure = new Failure(FailureCode.DURATION_EXCEEDED, "probe", "Too long");

    harness.processElement(new StreamRecord<>(new ProbedVideo(VIDEO, TEN_MINUTES, failure)));

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.getSideOutput(PlanFunction.PROGRESS)).isNull();
    assertThat(values(PlanFunction.FAILED))
        .containsExactly(new FailedVideo(VIDEO, TEN_MINUTES, failure));
  }

  @ParameterizedTest
  @ValueSource(classes = {ProbedVideo.class, SegmentTask.class, FailedVideo.class})
  void isSerialisedByFlinkWithoutKryo(Class<?> type) {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);

    assertThat(TypeInformation.of(type).createSerializer(config).getClass().getSimpleName())
        .isEqualTo("PojoSerializer");
  }

  private <T> List<T> values(OutputTag<T> tag) {
    return harness.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
  }
}

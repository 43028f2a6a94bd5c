package io.heimdex.operators.plan;

import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.SegmentTask;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoState;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gives out the segments of the videos that are fit to be indexed; the others go to {@link #FAILED}. Metrics: {@code videos},
 * {@code segments}.
 */
public final class PlanFunction extends ProcessFunction<ProbedVideo, SegmentTask> {
  private static final long serialVersionUID = 1L;

  /** Videos that the probe rejected. */
  public static final OutputTag<FailedVideo> FAILED =
      new OutputTag<>("plan-failed", TypeInformation.of(FailedVideo.class));

  /** {@code PROCESSING} for each planned video. */
  public static final OutputTag<ProgressUpdate> PROGRESS =
      new OutputTag<>("plan-progress", TypeInformation.of(ProgressUpdate.class));

  private final SegmentPlanner planner;

  private transient Counter videos;
  private transient Counter segments;

  @SuppressWarnings("NullAway.Init") // open() fills the transient fields
  public PlanFunction(SegmentPlanner planner) {
    this.planner = planner;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    videos = metrics.counter("videos");
    segments = metrics.counter("segments");
  }

  @Override
  public void processElement(ProbedVideo probed, Context context, Collector<SegmentTask> out) {
    if (probed.failure() != null) {
      context.output(FAILED, new FailedVideo(probed.video(), probed.info(), probed.failure()));
      return;
    }
    VideoInfo info = Objects.requireNonNull(probed.info());
    videos.inc();
    context.output(PROGRESS, new ProgressUpdate(probed.video(), VideoState.PROCESSING, info, null));
    for (SegmentTask segment : planner.plan(probed.video(), info)) {
      segments.inc();
      out.collect(segment);
    }
  }
}

package io.heimdex.operators.deadletter;

import io.heimdex.operators.metrics.LabelledCounters;
import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends a failed video both ways: {@code FAILED} to its row, and a dead letter to {@link #DEAD_LETTERS} with a notification that
 * asks to index it again. Metrics: {@code failedVideos} and {@code deadLetters}, each by {@code code}.
 */
public final class FailureRouter extends ProcessFunction<FailedVideo, ProgressUpdate> {
  private static final long serialVersionUID = 1L;

  /** One for each failed video. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("failure-dead-letters", TypeInformation.of(DeadLetter.class));

  private transient LabelledCounters<FailureCode> failedVideos;
  private transient LabelledCounters<FailureCode> deadLetters;

  @SuppressWarnings("NullAway.Init") // open() fills the transient fields
  public FailureRouter() {}

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    failedVideos =
        new LabelledCounters<>(metrics, "failedVideos", LabelledCounters.CODE, FailureCode.class);
    deadLetters = new LabelledCounters<>(
        metrics, LabelledCounters.DEAD_LETTERS, LabelledCounters.CODE, FailureCode.class);
  }

  @Override
  public void processElement(FailedVideo failed, Context context, Collector<ProgressUpdate> out) {
    Failure failure = showable(failed.failure());
    failedVideos.increment(failure.code());
    deadLetters.increment(failure.code());
    context.output(DEAD_LETTERS, deadLetter(failed.video(), failure));
    out.collect(new ProgressUpdate(failed.video(), VideoState.FAILED, failed.info(), failure));
  }

  /** Details can quote what stands in a video; PostgreSQL takes no zero character in text. */
  private static Failure showable(Failure failure) {
    return new Failure(failure.code(), failure.stage(), SafeText.sentence(failure.detail()));
  }

  private static DeadLetter deadLetter(VideoRef video, Failure failure) {
    return new DeadLetter(
        failure,
        video.position(),
        video.videoId(),
        HeimdexNotification.reprocess(video).toJson(),
        Instant.now());
  }
}

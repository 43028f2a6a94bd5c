package io.heimdex.operators.deadletter;

import io.heimdex.operators.metrics.LabelledCounters;
import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.operators.notice.SafeText;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends a failed video both ways: {@code FAILED} to its row, and a dead letter to {@link #DEAD_LETTERS} with the notification that
 * asked for the work. First input: failures; second: those notifications. Keyed by video.
 *
 * <p>The two come in any order. A failure shows in the row at once; its dead letter waits for the notification, but not for ever: then it
 * holds an equivalent one. Notifications are kept until their work can't fail any more. Metrics: {@code failedVideos} and
 * {@code deadLetters}, each by {@code code}.
 */
@SuppressWarnings("NullAway.Init") // open() fills the transient fields
public final class FailureRouter
    extends KeyedCoProcessFunction<String, FailedVideo, OriginalNotice, ProgressUpdate> {
  private static final long serialVersionUID = 1L;

  /** One for each failed video. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("failure-dead-letters", TypeInformation.of(DeadLetter.class));

  /** How long a dead letter waits for its notification, which passes fewer operators than the failure did. */
  static final Duration ORIGINAL_WAIT = Duration.ofSeconds(30);

  /** Notifications of one video that are kept; more are newer work each, which makes the older hopeless. */
  static final int KEPT_ORIGINALS = 4;

  /** Longer than any work takes. */
  private static final Duration ORIGINAL_MEMORY = Duration.ofDays(7);

  private transient MapState<Long, String> originals;
  private transient MapState<Long, DeadLetter> waiting;
  private transient LabelledCounters<FailureCode> failedVideos;
  private transient LabelledCounters<FailureCode> deadLetters;

  @Override
  public void open(OpenContext context) {
    MapStateDescriptor<Long, String> descriptor =
        new MapStateDescriptor<>("originals", Types.LONG, Types.STRING);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ORIGINAL_MEMORY).build());
    originals = getRuntimeContext().getMapState(descriptor);
    waiting = getRuntimeContext()
        .getMapState(
            new MapStateDescriptor<>("waiting", Types.LONG, TypeInformation.of(DeadLetter.class)));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    failedVideos =
        new LabelledCounters<>(metrics, "failedVideos", LabelledCounters.CODE, FailureCode.class);
    deadLetters = new LabelledCounters<>(
        metrics, LabelledCounters.DEAD_LETTERS, LabelledCounters.CODE, FailureCode.class);
  }

  @Override
  public void processElement1(FailedVideo failed, Context context, Collector<ProgressUpdate> out)
      throws Exception {
    Failure failure = showable(failed.failure());
    VideoRef video = failed.video();
    failedVideos.increment(failure.code());
    out.collect(new ProgressUpdate(video, VideoState.FAILED, failed.info(), failure));
    DeadLetter letter = deadLetter(video, failure);
    String original = originals.get(video.revision());
    if (original == null) {
      waiting.put(video.revision(), letter);
      long now = context.timerService().currentProcessingTime();
      context.timerService().registerProcessingTimeTimer(now + ORIGINAL_WAIT.toMillis());
    } else {
      originals.remove(video.revision());
      bury(letter, original, context);
    }
  }

  @Override
  public void processElement2(OriginalNotice notice, Context context, Collector<ProgressUpdate> out)
      throws Exception {
    String text = notice.text();
    if (text == null) {
      forgetUpTo(notice.revision());
      return;
    }
    DeadLetter letter = waiting.get(notice.revision());
    if (letter == null) {
      originals.put(notice.revision(), text);
      forgetOldest();
    } else {
      waiting.remove(notice.revision());
      bury(letter, text, context);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ProgressUpdate> out)
      throws Exception {
    for (DeadLetter letter : waiting.values()) {
      bury(letter, letter.notification(), context);
    }
    waiting.clear();
  }

  private void bury(DeadLetter letter, String notification, Context context) {
    deadLetters.increment(letter.failure().code());
    context.output(
        DEAD_LETTERS,
        new DeadLetter(
            letter.failure(),
            letter.position(),
            letter.videoId(),
            notification,
            letter.retry(),
            letter.occurredAt()));
  }

  private void forgetUpTo(long revision) throws Exception {
    for (Long kept : revisions()) {
      if (kept <= revision) {
        originals.remove(kept);
      }
    }
  }

  private void forgetOldest() throws Exception {
    List<Long> kept = revisions();
    for (Long revision : kept.subList(0, Math.max(0, kept.size() - KEPT_ORIGINALS))) {
      originals.remove(revision);
    }
  }

  /** Oldest first. */
  private List<Long> revisions() throws Exception {
    List<Long> revisions = new ArrayList<>();
    originals.keys().forEach(revisions::add);
    revisions.sort(null);
    return revisions;
  }

  /** Details can quote what stands in a video; PostgreSQL takes no zero character in text. */
  private static Failure showable(Failure failure) {
    return new Failure(failure.code(), failure.stage(), SafeText.sentence(failure.detail()));
  }

  /** With an equivalent of the notification, until the original is known. */
  private static DeadLetter deadLetter(VideoRef video, Failure failure) {
    String retry = HeimdexNotification.reprocess(video).toJson();
    return new DeadLetter(failure, video.position(), video.videoId(), retry, retry, Instant.now());
  }
}

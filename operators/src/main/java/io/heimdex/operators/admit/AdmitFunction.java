package io.heimdex.operators.admit;

import io.heimdex.operators.metrics.LabelledCounters;
import io.heimdex.operators.notice.HeimdexNotification;
import io.heimdex.schema.DeadLetter;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets each piece of work in once: see {@link Admissions}. Keyed by video id; the state of a video is one small record.
 *
 * <p>On replay from the same offset: the same work, with the same generations and revisions. What names another owner
 * than the video has goes to {@link #DEAD_LETTERS}. Metrics: {@code notices} by {@code verdict}, {@code deadLetters} by {@code code}.
 */
public final class AdmitFunction extends KeyedProcessFunction<String, UploadNotice, VideoRef> {
  private static final long serialVersionUID = 1L;

  /** Videos to remove. */
  public static final OutputTag<VideoRef> DELETIONS =
      new OutputTag<>("deletions", TypeInformation.of(VideoRef.class));

  /** {@code VALIDATING} for each admitted video. */
  public static final OutputTag<ProgressUpdate> PROGRESS =
      new OutputTag<>("admit-progress", TypeInformation.of(ProgressUpdate.class));

  /** The notification of each admitted video, as it came. */
  public static final OutputTag<OriginalNotice> ORIGINALS =
      new OutputTag<>("originals", TypeInformation.of(OriginalNotice.class));

  /** Notifications that name another owner than the video has. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("admit-dead-letters", TypeInformation.of(DeadLetter.class));

  /** Stands in {@link Failure#stage()}. */
  private static final String STAGE = "admit";

  private final String pipelineVersion;

  private transient Admissions admissions;
  private transient ValueState<LastAdmitted> last;
  private transient LabelledCounters<Verdict> verdicts;
  private transient LabelledCounters<FailureCode> deadLetters;

  /** @param pipelineVersion of the settings that scenes depend on: another one makes the same content a new generation */
  @SuppressWarnings("NullAway.Init") // open() fills the transient fields
  public AdmitFunction(String pipelineVersion) {
    this.pipelineVersion = pipelineVersion;
  }

  @Override
  public void open(OpenContext context) {
    admissions = new Admissions(pipelineVersion);
    last = getRuntimeContext()
        .getState(
            new ValueStateDescriptor<>("last-admitted", TypeInformation.of(LastAdmitted.class)));
    verdicts = new LabelledCounters<>(
        getRuntimeContext().getMetricGroup(), "notices", "verdict", Verdict.class);
    deadLetters = new LabelledCounters<>(
        getRuntimeContext().getMetricGroup(),
        LabelledCounters.DEAD_LETTERS,
        LabelledCounters.CODE,
        FailureCode.class);
  }

  @Override
  public void processElement(UploadNotice notice, Context context, Collector<VideoRef> out)
      throws IOException {
    Admissions.Ruling ruling = admissions.rule(last.value(), notice);
    LastAdmitted next = ruling.next();
    verdicts.increment(ruling.verdict());
    last.update(next);
    switch (ruling.verdict()) {
      case ADMITTED -> {
        VideoRef video = video(notice, next);
        context.output(PROGRESS, new ProgressUpdate(video, VideoState.VALIDATING, null, null));
        if (notice.original() != null) {
          context.output(
              ORIGINALS, new OriginalNotice(video.videoId(), video.revision(), notice.original()));
        }
        out.collect(video);
      }
      case DELETED -> context.output(DELETIONS, video(notice, next));
      case OTHER_OWNER -> {
        deadLetters.increment(FailureCode.OWNER_MISMATCH);
        context.output(DEAD_LETTERS, otherOwner(notice));
      }
      case DUPLICATE, STALE, OTHER_OBJECT -> {}
    }
  }

  private static DeadLetter otherOwner(UploadNotice notice) {
    return new DeadLetter(
        new Failure(
            FailureCode.OWNER_MISMATCH,
            STAGE,
            "Video " + notice.videoId() + " belongs to another owner than " + notice.ownerId()
                + ", whom the notification names"),
        notice.position(),
        notice.videoId(),
        notice.original() == null ? HeimdexNotification.of(notice).toJson() : notice.original(),
        Instant.now());
  }

  private static VideoRef video(UploadNotice notice, LastAdmitted admitted) {
    return new VideoRef(
        notice.videoId(),
        notice.ownerId(),
        notice.bucket(),
        notice.key(),
        notice.versionId(),
        notice.eTag(),
        notice.sizeBytes(),
        admitted.generation(),
        admitted.revision(),
        notice.title(),
        notice.description(),
        notice.position());
  }
}

package io.heimdex.operators.publish;

import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.Failure;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Collects the scenes of a video's newest revision and hands them on when all are there. First input: rows from the store;
 * second: deletions. Keyed by video.
 *
 * <p>Rows come in any order, and again. A revision ends by being published, failed, deleted or superseded by a newer one;
 * what comes of it afterwards is late. A late row is dropped, but its objects lie in the store already: they are
 * discarded a minute later, together with those of the other late rows, unless a revision of the same generation came meanwhile.
 *
 * <p>What was stored for a revision that is not published leaves by a {@link PublishKind#DISCARD}. That is always a proposal: the
 * sink looks in the database whether the generation is live or being worked on again.
 */
@SuppressWarnings("NullAway.Init") // The state is set in open().
public final class PublishFunction
    extends KeyedCoProcessFunction<String, SceneRow, VideoRef, PublishCommand> {
  private static final long serialVersionUID = 1L;

  /** Side output of the videos that failed, here or before. */
  public static final OutputTag<FailedVideo> FAILED =
      new OutputTag<>("failed-videos", TypeInformation.of(FailedVideo.class));

  /** Tells, without a text, that this revision and all before it can't fail any more. */
  public static final OutputTag<OriginalNotice> ENDED =
      new OutputTag<>("ended-videos", TypeInformation.of(OriginalNotice.class));

  /** How long rows of a finished revision are recognised. Far longer than any row is under way. */
  static final Duration CLOSED_MEMORY = Duration.ofHours(24);

  /** Late rows are waited for this long before the objects of all of them are discarded at once. */
  static final Duration LATE_ROWS_WAIT = Duration.ofMinutes(1);

  private transient ValueState<OpenVideo> open;
  private transient MapState<Integer, SceneRow> rows;
  private transient ValueState<ClosedVideo> closed;
  private transient MapState<String, VideoRef> lateGenerations;

  @Override
  public void open(OpenContext context) {
    open = getRuntimeContext()
        .getState(new ValueStateDescriptor<>("open", TypeInformation.of(OpenVideo.class)));
    rows = getRuntimeContext()
        .getMapState(
            new MapStateDescriptor<>("rows", Types.INT, TypeInformation.of(SceneRow.class)));
    ValueStateDescriptor<ClosedVideo> closedDescriptor =
        new ValueStateDescriptor<>("closed", TypeInformation.of(ClosedVideo.class));
    closedDescriptor.enableTimeToLive(StateTtlConfig.newBuilder(CLOSED_MEMORY).build());
    closed = getRuntimeContext().getState(closedDescriptor);
    lateGenerations = getRuntimeContext()
        .getMapState(new MapStateDescriptor<>(
            "late-generations", Types.STRING, TypeInformation.of(VideoRef.class)));
  }

  @Override
  public void processElement1(SceneRow row, Context context, Collector<PublishCommand> out)
      throws Exception {
    OpenVideo current = open.value();
    if (isLate(row, current)) {
      rememberLate(row, context);
      return;
    }
    if (current == null || row.video().revision() > current.video().revision()) {
      supersede(current, row.video(), out);
      current = OpenVideo.of(row.video());
    }
    if (row.failure() != null) {
      fail(row, row.failure(), context, out);
      return;
    }
    current = collect(row, current);
    if (current.isComplete()) {
      finish(current, context, out);
    }
  }

  @Override
  public void processElement2(VideoRef deletion, Context context, Collector<PublishCommand> out)
      throws Exception {
    OpenVideo current = open.value();
    // Work on a newer revision has come this far already: it replaces what the deletion would have
    // removed.
    if (isClosed(deletion.revision())
        || (current != null && current.video().revision() > deletion.revision())) {
      return;
    }
    close(deletion.revision(), null);
    context.output(ENDED, ended(deletion));
    // The deletion covers these generations too.
    lateGenerations.clear();
    out.collect(new PublishCommand(PublishKind.DELETE, deletion, null, -1, List.of()));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<PublishCommand> out)
      throws Exception {
    for (VideoRef late : lateGenerations.values()) {
      if (!isWanted(late.generation())) {
        out.collect(discard(late));
      }
    }
    lateGenerations.clear();
  }

  private boolean isLate(SceneRow row, @Nullable OpenVideo current) throws Exception {
    long revision = row.video().revision();
    return isClosed(revision) || (current != null && revision < current.video().revision());
  }

  private boolean isClosed(long revision) throws Exception {
    ClosedVideo latest = closed.value();
    return latest != null && revision <= latest.revision();
  }

  private void rememberLate(SceneRow row, Context context) throws Exception {
    String generation = row.video().generation();
    boolean hasObjects = row.failure() == null;
    if (!hasObjects || isWanted(generation) || lateGenerations.contains(generation)) {
      return;
    }
    lateGenerations.put(generation, row.video());
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer(now + LATE_ROWS_WAIT.toMillis());
  }

  /** Whether this generation is collected now, or was published last. */
  private boolean isWanted(String generation) throws Exception {
    OpenVideo current = open.value();
    ClosedVideo latest = closed.value();
    return (current != null && generation.equals(current.video().generation()))
        || (latest != null && generation.equals(latest.publishedGeneration()));
  }

  private void supersede(@Nullable OpenVideo older, VideoRef newer, Collector<PublishCommand> out)
      throws Exception {
    if (older != null && !older.video().generation().equals(newer.generation())) {
      out.collect(discard(older.video()));
    }
    rows.clear();
  }

  private OpenVideo collect(SceneRow row, OpenVideo current) throws Exception {
    boolean isNew = !rows.contains(row.sceneIndex());
    rows.put(row.sceneIndex(), row);
    OpenVideo next = new OpenVideo(
        current.video(),
        row.sceneCount() >= 0 ? row.sceneCount() : current.sceneCount(),
        isNew ? current.received() + 1 : current.received());
    open.update(next);
    return next;
  }

  private void finish(OpenVideo complete, Context context, Collector<PublishCommand> out)
      throws Exception {
    List<SceneRow> scenes = new ArrayList<>(complete.received());
    rows.values().forEach(scenes::add);
    scenes.sort(Comparator.comparingInt(SceneRow::sceneIndex));
    SceneRow last = scenes.get(scenes.size() - 1);
    Failure failure = SceneSetCheck.failureOf(scenes);
    if (failure != null) {
      fail(last, failure, context, out);
      return;
    }
    close(complete.video().revision(), complete.video().generation());
    context.output(ENDED, ended(complete.video()));
    out.collect(new PublishCommand(
        PublishKind.PUBLISH,
        complete.video(),
        last.info(),
        last.durationMicros(),
        last.warnings(),
        scenes));
  }

  private void fail(SceneRow row, Failure failure, Context context, Collector<PublishCommand> out)
      throws Exception {
    close(row.video().revision(), null);
    context.output(FAILED, new FailedVideo(row.video(), row.info(), failure));
    out.collect(discard(row.video()));
  }

  private void close(long revision, @Nullable String publishedGeneration) throws Exception {
    rows.clear();
    open.clear();
    closed.update(new ClosedVideo(revision, publishedGeneration));
  }

  private static OriginalNotice ended(VideoRef video) {
    return new OriginalNotice(video.videoId(), video.revision(), null);
  }

  private static PublishCommand discard(VideoRef video) {
    return new PublishCommand(PublishKind.DISCARD, video, null, -1, List.of());
  }
}

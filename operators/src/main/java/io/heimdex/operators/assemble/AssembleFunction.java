package io.heimdex.operators.assemble;

import io.heimdex.operators.shot.BuiltScene;
import io.heimdex.operators.shot.SceneBuilder;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.SceneStep;
import io.heimdex.operators.shot.ShotDetectorFactory;
import io.heimdex.operators.shot.VideoWarnings;
import io.heimdex.schema.Damage;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoWarning;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the chunks of each video in order and cuts it into scenes. Keyed by video id.
 *
 * <p>The chunks of one segment come in order, those of several in any: a chunk that is early waits in the state. So the scenes are those of
 * one pass over the whole video, however it was cut into segments, spread and restarted. When what they waited for has come, one is
 * taken at a time: hours of video may wait, and whoever embeds their scenes pushes back.
 *
 * <p>A newer revision of a video replaces an older one; what still comes of the older is dropped. A failure ends the video
 * with one failed draft, also after scenes were emitted. Only a segment with {@link FailureCode#NO_FRAMES} counts as empty, as a
 * cut-off end of a file does: the video fails if no segment has a frame.
 */
public final class AssembleFunction extends KeyedProcessFunction<String, FrameChunk, SceneDraft> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(AssembleFunction.class);

  /** Stands in failures and is the operator's uid. */
  public static final String STAGE = "assemble";

  private static final Duration REMEMBER_CLOSED = Duration.ofHours(24);

  private final ShotDetectorFactory detectors;
  private final SceneLimits limits;

  private transient ValueState<Assembly> assembly;
  private transient MapState<Long, FrameChunk> early;
  /** By presentation time: the candidates that the scene builder still knows. */
  private transient MapState<Long, Keyframe> pictures;
  /** The last revision that ended. */
  private transient ValueState<Long> closed;

  private transient Counter scenes;

  public AssembleFunction(ShotDetectorFactory detectors, SceneLimits limits) {
    this.detectors = detectors;
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    assembly = getRuntimeContext()
        .getState(new ValueStateDescriptor<>("assembly", TypeInformation.of(Assembly.class)));
    early = getRuntimeContext()
        .getMapState(new MapStateDescriptor<>(
            "early-chunks", Types.LONG, TypeInformation.of(FrameChunk.class)));
    pictures = getRuntimeContext()
        .getMapState(
            new MapStateDescriptor<>("pictures", Types.LONG, TypeInformation.of(Keyframe.class)));
    ValueStateDescriptor<Long> closedDescriptor =
        new ValueStateDescriptor<>("closed-revision", Types.LONG);
    closedDescriptor.enableTimeToLive(StateTtlConfig.newBuilder(REMEMBER_CLOSED).build());
    closed = getRuntimeContext().getState(closedDescriptor);
    scenes = getRuntimeContext().getMetricGroup().counter("scenes");
  }

  @Override
  public void close() {
    detectors.close();
  }

  @Override
  public void processElement(FrameChunk chunk, Context context, Collector<SceneDraft> out)
      throws Exception {
    long revision = chunk.video().revision();
    Assembly at = assembly.value();
    if (isClosed(revision) || (at != null && at.revision() > revision)) {
      return;
    }
    if (at == null || at.revision() < revision) {
      clear();
      at = Assembly.begin(revision);
    }
    Failure failure = chunk.failure();
    if (failure != null && failure.code() != FailureCode.NO_FRAMES) {
      fail(chunk, failure, out);
    } else if (Assembly.place(chunk) == at.nextPlace()) {
      advance(at, chunk, context.timerService(), out);
    } else if (Assembly.place(chunk) > at.nextPlace()) {
      early.put(Assembly.place(chunk), chunk);
      assembly.update(at);
    }
  }

  private boolean isClosed(long revision) throws Exception {
    Long last = closed.value();
    return last != null && revision <= last;
  }

  /** Takes the next of the chunks that were early. */
  @Override
  public void onTimer(long time, OnTimerContext context, Collector<SceneDraft> out)
      throws Exception {
    Assembly at = assembly.value();
    FrameChunk chunk = at == null ? null : early.get(at.nextPlace());
    if (at != null && chunk != null) {
      advance(at, chunk, context.timerService(), out);
    }
  }

  /** Takes the next chunk. The one that has been waiting for it follows by a timer, so that a checkpoint can come between. */
  private void advance(
      Assembly from, FrameChunk chunk, TimerService timers, Collector<SceneDraft> out)
      throws Exception {
    double frameRate = chunk.info().frameRate();
    SceneBuilder builder = new SceneBuilder(detectors.create(frameRate), limits, frameRate);
    if (!goOn(builder, from, chunk)) {
      fail(chunk, otherDetector(chunk), out);
      return;
    }
    Assembly at = from.after(chunk);
    early.remove(Assembly.place(chunk));
    if (!emit(take(builder, chunk), null, chunk, out)) {
      return;
    }
    if (at.segment() == chunk.segmentCount()) {
      finish(builder, at, chunk, out);
      return;
    }
    assembly.update(at.with(builder.snapshot()));
    if (early.contains(at.nextPlace())) {
      timers.registerProcessingTimeTimer(timers.currentProcessingTime() + 1);
    }
  }

  /** False if what has come so far, or what comes now, was made for another detector than that of today's settings. */
  private static boolean goOn(SceneBuilder builder, Assembly at, FrameChunk chunk) {
    try {
      if (at.builder() != null) {
        builder.restore(at.builder());
      }
      return builder.understands(chunk.features(), chunk.frames());
    } catch (UncheckedIOException e) {
      LOG.warn("{} can't be gone on with", chunk.video().videoId(), e);
      return false;
    }
  }

  private SceneStep take(SceneBuilder builder, FrameChunk chunk) throws Exception {
    for (Keyframe candidate : chunk.candidates()) {
      pictures.put(candidate.ptsMicros(), candidate);
    }
    return builder.accept(
        chunk.ptsMicros(), chunk.features(), chunk.candidates(), chunk.endMicros());
  }

  private void finish(
      SceneBuilder builder, Assembly at, FrameChunk chunk, Collector<SceneDraft> out)
      throws Exception {
    if (builder.frames() == 0) {
      fail(chunk, at.undecodable() == null ? noFrames(chunk) : at.undecodable(), out);
    } else if (emit(builder.finish(), End.of(builder, at.damage(), chunk.info()), chunk, out)) {
      close(at.revision());
    }
  }

  /**
   * Emits the scenes of a step; false if one has no picture, which ends the video.
   *
   * @param end null unless this step is the last
   */
  private boolean emit(
      SceneStep step, @Nullable End end, FrameChunk chunk, Collector<SceneDraft> out)
      throws Exception {
    for (int i = 0; i < step.scenes().size(); i++) {
      BuiltScene scene = step.scenes().get(i);
      if (scene.keyframes().isEmpty()) {
        fail(chunk, noPicture(chunk, scene), out);
        return false;
      }
      boolean lastOfStep = i == step.scenes().size() - 1;
      out.collect(draft(scene, lastOfStep ? end : null, chunk));
      scenes.inc();
    }
    for (Long released : step.released()) {
      pictures.remove(released);
    }
    return true;
  }

  private SceneDraft draft(BuiltScene scene, @Nullable End end, FrameChunk chunk) throws Exception {
    List<Keyframe> keyframes = new ArrayList<>(scene.keyframes().size());
    for (Long pts : scene.keyframes()) {
      keyframes.add(pictures.get(pts));
    }
    return new SceneDraft(
        chunk.video(),
        chunk.info(),
        scene.index(),
        end == null ? -1 : scene.index() + 1,
        scene.startMicros(),
        scene.endMicros(),
        keyframes,
        scene.thumbnail(),
        end == null ? -1 : end.durationMicros(),
        end == null ? -1 : end.frames(),
        null,
        end == null ? List.of() : end.warnings());
  }

  private void fail(FrameChunk chunk, Failure failure, Collector<SceneDraft> out) throws Exception {
    close(chunk.video().revision());
    out.collect(SceneDraft.failed(chunk.video(), chunk.info(), failure));
  }

  /** Forgets all but that this revision has ended. */
  private void close(long revision) throws Exception {
    clear();
    closed.update(revision);
  }

  private void clear() {
    assembly.clear();
    early.clear();
    pictures.clear();
  }

  /** What only the last scene of a video tells. */
  private record End(long durationMicros, long frames, List<VideoWarning> warnings) {
    /** Of a video whose frames have all been taken. */
    static End of(SceneBuilder builder, Damage damage, VideoInfo info) {
      return new End(
          builder.durationMicros(), builder.frames(), VideoWarnings.of(info, damage, builder));
    }
  }

  private static Failure otherDetector(FrameChunk chunk) {
    return new Failure(
        FailureCode.DETECTOR_CHANGED,
        STAGE,
        "The decoding of " + chunk.video().videoId()
            + " was begun for another detector than that of today's settings");
  }

  private static Failure noFrames(FrameChunk chunk) {
    return new Failure(
        FailureCode.NO_FRAMES,
        STAGE,
        "None of the " + chunk.segmentCount() + " segments of " + chunk.video().videoId()
            + " has a frame; expected at least one");
  }

  private static Failure noPicture(FrameChunk chunk, BuiltScene scene) {
    return new Failure(
        FailureCode.INCOMPLETE,
        STAGE,
        "No picture was taken of " + chunk.video().videoId() + " before "
            + scene.endMicros() + " us, the end of its scene " + scene.index()
            + "; expected at least one");
  }
}

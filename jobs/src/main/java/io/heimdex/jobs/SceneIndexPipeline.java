package io.heimdex.jobs;

import static io.heimdex.jobs.OperatorUids.ADMIT;
import static io.heimdex.jobs.OperatorUids.ASSEMBLE;
import static io.heimdex.jobs.OperatorUids.DEAD_LETTERS;
import static io.heimdex.jobs.OperatorUids.DETECT;
import static io.heimdex.jobs.OperatorUids.EMBED_IMAGE;
import static io.heimdex.jobs.OperatorUids.EMBED_TEXT;
import static io.heimdex.jobs.OperatorUids.FAILURES;
import static io.heimdex.jobs.OperatorUids.JANITOR;
import static io.heimdex.jobs.OperatorUids.PARSE;
import static io.heimdex.jobs.OperatorUids.PLAN;
import static io.heimdex.jobs.OperatorUids.PROBE;
import static io.heimdex.jobs.OperatorUids.PROGRESS;
import static io.heimdex.jobs.OperatorUids.PUBLISH;
import static io.heimdex.jobs.OperatorUids.SCENES;
import static io.heimdex.jobs.OperatorUids.STORE;
import static io.heimdex.jobs.OperatorUids.TAG;
import static io.heimdex.jobs.OperatorUids.UPLOADS;

import io.heimdex.operators.admit.AdmitFunction;
import io.heimdex.operators.deadletter.FailureRouter;
import io.heimdex.operators.notice.ParseFunction;
import io.heimdex.operators.plan.PlanFunction;
import io.heimdex.operators.publish.PublishFunction;
import io.heimdex.schema.FailedVideo;
import io.heimdex.schema.FrameChunk;
import io.heimdex.schema.OriginalNotice;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.UploadNotice;
import io.heimdex.schema.VideoRef;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The map of the job: one line an operator, in the order the data flows.
 *
 * <pre>
 * uploads ─ parse ─ admit ─ probe ─ plan ─ detect ─ assemble ─ embed-image ─ tag ─ embed-text ─ store ─ publish ─ scenes
 *                     └─────────────────────────────── deletions ─────────────────────────────────────┘
 *
 * plan, publish ── failed videos ── failures ──┬── progress
 * admit (validating), plan (processing) ───────┘
 * admit ── original notifications ── failures
 * parse, admit, failures ── dead letters ── dead-letters
 * admit ── deletions ── janitor (by the clock)
 * </pre>
 */
public final class SceneIndexPipeline {
  private SceneIndexPipeline() {}

  /** Adds the job to an environment. Sources and sinks come in by parameter, so that a test runs the production wiring. */
  static void build(
      StreamExecutionEnvironment env, SceneIndexStages stages, SceneIndexEndpoints io) {
    var raw =
        named(UPLOADS, env.fromSource(io.uploads(), WatermarkStrategy.noWatermarks(), UPLOADS));
    var notices = named(PARSE, raw.process(stages.parse()));
    var admitted = named(ADMIT, notices.keyBy(UploadNotice::videoId).process(stages.admit()));
    var probed = named(PROBE, stages.probe(admitted));
    var segments = named(PLAN, probed.process(stages.plan()));
    var frames = named(
        DETECT,
        segments
            .rebalance()
            .transform(DETECT, TypeInformation.of(FrameChunk.class), stages.detect()));
    var scenes = named(ASSEMBLE, frames.keyBy(FrameChunk::videoId).process(stages.assemble()));
    var embedded = named(EMBED_IMAGE, stages.embedImage(scenes));
    var tagged = named(TAG, embedded.map(stages.tag()));
    var texts = named(EMBED_TEXT, stages.embedText(tagged));
    var stored = named(STORE, stages.store(texts));
    var deletions = admitted.getSideOutput(AdmitFunction.DELETIONS);
    var commands = named(
        PUBLISH,
        stored
            .connect(deletions)
            .keyBy(SceneRow::videoId, VideoRef::videoId)
            .process(stages.publish()));
    commands.sinkTo(io.scenes()).name(SCENES).uid(SCENES);

    var failed = segments
        .getSideOutput(PlanFunction.FAILED)
        .union(commands.getSideOutput(PublishFunction.FAILED));
    var originals = admitted
        .getSideOutput(AdmitFunction.ORIGINALS)
        .union(commands.getSideOutput(PublishFunction.ENDED));
    var failures = named(
        FAILURES,
        failed
            .connect(originals)
            .keyBy(FailedVideo::videoId, OriginalNotice::videoId)
            .process(stages.failures()));
    admitted
        .getSideOutput(AdmitFunction.PROGRESS)
        .union(segments.getSideOutput(PlanFunction.PROGRESS), failures)
        .keyBy(ProgressUpdate::videoId)
        .sinkTo(io.progress())
        .name(PROGRESS)
        .uid(PROGRESS);
    notices
        .getSideOutput(ParseFunction.DEAD_LETTERS)
        .union(
            admitted.getSideOutput(AdmitFunction.DEAD_LETTERS),
            failures.getSideOutput(FailureRouter.DEAD_LETTERS))
        .sinkTo(io.deadLetters())
        .name(DEAD_LETTERS)
        .uid(DEAD_LETTERS);
    deletions.sinkTo(stages.janitor()).name(JANITOR).uid(JANITOR).setParallelism(1);
  }

  private static <T> SingleOutputStreamOperator<T> named(
      String uid, SingleOutputStreamOperator<T> stream) {
    return stream.name(uid).uid(uid);
  }
}

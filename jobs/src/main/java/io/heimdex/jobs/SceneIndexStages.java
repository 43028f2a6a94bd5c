package io.heimdex.jobs;

import io.heimdex.operators.admit.AdmitFunction;
import io.heimdex.operators.assemble.AssembleFunction;
import io.heimdex.operators.attempt.AttemptLimits;
import io.heimdex.operators.attempt.AttemptsFactory;
import io.heimdex.operators.attempt.DatabaseAttempts;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.deadletter.FailureRouter;
import io.heimdex.operators.decoder.DecoderSettings;
import io.heimdex.operators.decoder.IsolatedFrameScanner;
import io.heimdex.operators.decoder.IsolatedVideoProber;
import io.heimdex.operators.detect.DetectOperatorFactory;
import io.heimdex.operators.embed.EmbedImageFunction;
import io.heimdex.operators.embed.EmbedTextFunction;
import io.heimdex.operators.janitor.JanitorSink;
import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.FrameScannerFactory;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.VideoProber;
import io.heimdex.operators.notice.KeyPattern;
import io.heimdex.operators.notice.ParseFunction;
import io.heimdex.operators.plan.PlanFunction;
import io.heimdex.operators.plan.SegmentPlanner;
import io.heimdex.operators.probe.ProbeFunction;
import io.heimdex.operators.probe.ProbeSettings;
import io.heimdex.operators.publish.PublishFunction;
import io.heimdex.operators.storage.ObjectStoreFactory;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.store.StoreFunction;
import io.heimdex.operators.tag.TagFunction;
import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.ProbedVideo;
import io.heimdex.schema.SceneDraft;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The operators of {@link SceneIndexPipeline}, made from the options. */
final class SceneIndexStages {
  /** No limit of Flink's: each request has its own, and dependencies that are away are waited for. */
  private static final long WAITS_BY_ITSELF = 0;

  /** What takes longer than this in the model hangs: the task fails, and Flink replays it. */
  private static final Duration HANGS = Duration.ofMinutes(15);

  /** A video whose object isn't there yet holds a place while it waits, but no thread. */
  private static final int PROBES_A_THREAD = 16;

  private final SceneIndexConfig config;
  private final String pipelineVersion;
  private final SceneModels models;
  private final ObjectStoreFactory objects;
  private final AttemptsFactory attempts;

  SceneIndexStages(SceneIndexConfig config, StartupCheck.Result checked) {
    this.config = config;
    this.pipelineVersion = checked.pipelineVersion();
    this.models = checked.models();
    this.objects = new S3ObjectStoreFactory(config.s3());
    DatabaseSettings database = config.database();
    AttemptLimits limits = config.attempts();
    this.attempts = () -> new DatabaseAttempts(database, limits);
  }

  ParseFunction parse() {
    return new ParseFunction(new KeyPattern(config.keyPattern()), config.uploadBuckets());
  }

  AdmitFunction admit() {
    return new AdmitFunction(pipelineVersion);
  }

  SingleOutputStreamOperator<ProbedVideo> probe(DataStream<VideoRef> admitted) {
    ProbeSettings settings = config.probe();
    return AsyncDataStream.unorderedWait(
        admitted,
        new ProbeFunction(objects, attempts, prober(), settings),
        WAITS_BY_ITSELF,
        TimeUnit.MILLISECONDS,
        settings.threads() * PROBES_A_THREAD);
  }

  private VideoProber prober() {
    MediaSettings media = config.decoder().media();
    return switch (config.isolation()) {
      case PROCESS -> new IsolatedVideoProber(config.decoder());
      case NONE -> url -> MediaProbe.probe(url, media);
    };
  }

  PlanFunction plan() {
    return new PlanFunction(new SegmentPlanner(config.segmentDuration()));
  }

  DetectOperatorFactory detect() {
    ScanSettings scan = new ScanSettings(
        config.detect().tier(),
        config.detect().detector().features(),
        config.detect().keyframeInterval().toNanos() / 1000);
    return new DetectOperatorFactory(scanners(scan), objects, attempts);
  }

  private FrameScannerFactory scanners(ScanSettings scan) {
    DecoderSettings decoder = config.decoder();
    return switch (config.isolation()) {
      case PROCESS -> () -> new IsolatedFrameScanner(scan, decoder);
      case NONE -> () -> new FfmpegFrameScanner(scan, decoder.media());
    };
  }

  AssembleFunction assemble() {
    return new AssembleFunction(config.detect().detector(), config.detect().sceneLimits());
  }

  SingleOutputStreamOperator<EmbeddedScene> embedImage(DataStream<SceneDraft> scenes) {
    return AsyncDataStream.unorderedWait(
        scenes,
        new EmbedImageFunction(models.images(), config.embed().batches()),
        HANGS.toMillis(),
        TimeUnit.MILLISECONDS,
        config.embed().capacity());
  }

  TagFunction tag() {
    return new TagFunction(models.tags());
  }

  SingleOutputStreamOperator<EmbeddedScene> embedText(DataStream<EmbeddedScene> scenes) {
    return AsyncDataStream.unorderedWait(
        scenes,
        new EmbedTextFunction(models.texts(), config.embed().batches()),
        HANGS.toMillis(),
        TimeUnit.MILLISECONDS,
        config.embed().capacity());
  }

  SingleOutputStreamOperator<SceneRow> store(DataStream<EmbeddedScene> embedded) {
    return AsyncDataStream.unorderedWait(
        embedded,
        new StoreFunction(
            objects,
            config.database(),
            config.s3().derivedBucket(),
            pipelineVersion,
            config.storeCapacity()),
        WAITS_BY_ITSELF,
        TimeUnit.MILLISECONDS,
        config.storeCapacity());
  }

  PublishFunction publish() {
    return new PublishFunction();
  }

  JanitorSink janitor() {
    return new JanitorSink(
        config.database(),
        objects,
        config.s3().derivedBucket(),
        config.janitorInterval(),
        config.janitor());
  }

  FailureRouter failures() {
    return new FailureRouter();
  }
}

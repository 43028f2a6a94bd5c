package io.heimdex.jobs;

import io.heimdex.operators.attempt.AttemptLimits;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.decoder.DecoderSettings;
import io.heimdex.operators.embed.BatchSettings;
import io.heimdex.operators.embed.ImageModelSettings;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import io.heimdex.operators.embed.OnnxTextEmbedderFactory;
import io.heimdex.operators.embed.TextModelSettings;
import io.heimdex.operators.embed.Worker;
import io.heimdex.operators.janitor.JanitorSettings;
import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.TextOverrides;
import io.heimdex.operators.model.TextPurpose;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.probe.ProbeLimits;
import io.heimdex.operators.probe.ProbeSettings;
import io.heimdex.operators.shot.DetectorKind;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.TransnetModel;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** The options, validated: what the job is built from. */
public record SceneIndexConfig(
    KafkaSettings kafka,
    DatabaseSettings database,
    S3Settings s3,
    List<String> uploadBuckets,
    String keyPattern,
    ProbeSettings probe,
    AttemptLimits attempts,
    Duration segmentDuration,
    DetectSettings detect,
    DecoderIsolation isolation,
    DecoderSettings decoder,
    EmbedSettings embed,
    TagSettings tags,
    int storeCapacity,
    Duration janitorInterval,
    JanitorSettings janitor) {

  private static final Duration LONGEST_ATTEMPT_PAUSE = Duration.ofMinutes(1);

  private static final Duration PROBE_URL_VALIDITY = Duration.ofHours(1);

  /** How frames become scenes. Part of the pipeline version. */
  public record DetectSettings(
      DetectorSettings detector,
      ScanTier tier,
      SceneLimits sceneLimits,
      Duration keyframeInterval) {
    /** Names all that decides what the scenes are. Loads the detector's model if there is one. */
    String identity() {
      return detector.identity() + " " + tier + " " + sceneLimits + " " + keyframeInterval;
    }
  }

  /**
   * How pictures and texts become vectors.
   *
   * @param textModel null for none
   */
  public record EmbedSettings(
      ImageModelSettings imageModel,
      @Nullable TextModelSettings textModel,
      int dimensions,
      OnnxDevice device,
      int threads,
      BatchSettings batches,
      int capacity) {
    /** The model of the setting; nothing is opened yet. */
    OnnxImageEmbedderFactory images() {
      return new OnnxImageEmbedderFactory(imageModel, threads, batches.maxSize(), device);
    }

    /** The same for texts; null for none. */
    @Nullable
    OnnxTextEmbedderFactory texts(TextPurpose purpose) {
      return textModel == null
          ? null
          : new OnnxTextEmbedderFactory(textModel, purpose, threads, batches.maxSize(), device);
    }
  }

  /**
   * Reads the options of the command line, a properties file and the environment.
   *
   * @throws IllegalArgumentException naming the option, its value and what was expected
   */
  public static SceneIndexConfig read(String[] args, Map<String, String> environment) {
    return of(OptionSources.read(args, environment));
  }

  static SceneIndexConfig of(Configuration options) {
    return new SceneIndexConfig(
        kafka(options),
        new DatabaseSettings(
            required(options, SceneIndexOptions.DATABASE_URL),
            options.get(SceneIndexOptions.DATABASE_USER),
            required(options, SceneIndexOptions.DATABASE_PASSWORD)),
        s3(options),
        options.get(SceneIndexOptions.S3_UPLOAD_BUCKETS),
        options.get(SceneIndexOptions.NOTIFICATION_KEY_PATTERN),
        probe(options),
        attempts(options),
        options.get(SceneIndexOptions.PLAN_SEGMENT_DURATION),
        detect(options),
        options.get(SceneIndexOptions.DECODER_ISOLATION),
        decoder(options),
        embed(options),
        tags(options),
        positive(options, SceneIndexOptions.STORE_CAPACITY),
        options.get(SceneIndexOptions.JANITOR_INTERVAL),
        JanitorSettings.decided(
            options.get(SceneIndexOptions.JANITOR_MULTIPART_AGE),
            positive(options, SceneIndexOptions.JANITOR_REQUESTS_PER_SECOND)));
  }

  private static KafkaSettings kafka(Configuration options) {
    return new KafkaSettings(
        required(options, SceneIndexOptions.KAFKA_BOOTSTRAP_SERVERS),
        options.get(SceneIndexOptions.KAFKA_UPLOADS_TOPIC),
        options.get(SceneIndexOptions.KAFKA_DEAD_LETTERS_TOPIC),
        options.get(SceneIndexOptions.KAFKA_GROUP_ID),
        options
            .getOptional(SceneIndexOptions.KAFKA_PROPERTIES_FILE)
            .map(KafkaSettings::clientFile)
            .orElse(Map.of()));
  }

  private static S3Settings s3(Configuration options) {
    return new S3Settings(
        options.get(SceneIndexOptions.S3_ENDPOINT),
        options.get(SceneIndexOptions.S3_REGION),
        options.get(SceneIndexOptions.S3_ACCESS_KEY),
        options.get(SceneIndexOptions.S3_SECRET_KEY),
        options.get(SceneIndexOptions.S3_PATH_STYLE),
        options.get(SceneIndexOptions.S3_DERIVED_BUCKET),
        options.get(SceneIndexOptions.S3_CA_FILE));
  }

  private static ProbeSettings probe(Configuration options) {
    return new ProbeSettings(
        new ProbeLimits(
            options.get(SceneIndexOptions.PROBE_MAX_SIZE).getBytes(),
            options.get(SceneIndexOptions.PROBE_MAX_DURATION),
            options.get(SceneIndexOptions.PROBE_MAX_PIXELS),
            Set.copyOf(options.get(SceneIndexOptions.PROBE_CONTAINERS))),
        options.get(SceneIndexOptions.PROBE_OBJECT_WAIT),
        PROBE_URL_VALIDITY,
        positive(options, SceneIndexOptions.PROBE_CAPACITY));
  }

  private static AttemptLimits attempts(Configuration options) {
    Duration pause = options.get(SceneIndexOptions.DETECT_ATTEMPT_PAUSE);
    if (pause.isNegative()) {
      throw new IllegalArgumentException(SceneIndexOptions.DETECT_ATTEMPT_PAUSE.key() + " is "
          + pause + "; expected no negative time");
    }
    int maxFaults = positive(options, SceneIndexOptions.DETECT_MAX_ATTEMPTS);
    int maxLost = positive(options, SceneIndexOptions.DETECT_MAX_LOST_ATTEMPTS);
    boolean crashesAreSeen =
        options.get(SceneIndexOptions.DECODER_ISOLATION) == DecoderIsolation.PROCESS;
    return new AttemptLimits(
        maxFaults,
        crashesAreSeen ? maxLost : maxFaults,
        pause,
        pause.compareTo(LONGEST_ATTEMPT_PAUSE) > 0 ? pause : LONGEST_ATTEMPT_PAUSE);
  }

  private static DetectSettings detect(Configuration options) {
    double threshold = options.get(SceneIndexOptions.DETECT_CONTENT_THRESHOLD);
    if (!(threshold > 0 && threshold <= 255)) {
      throw new IllegalArgumentException(SceneIndexOptions.DETECT_CONTENT_THRESHOLD.key() + " is "
          + threshold + "; expected more than 0 and at most 255");
    }
    return new DetectSettings(
        detector(options, threshold),
        options.get(SceneIndexOptions.DETECT_TIER),
        new SceneLimits(
            options.get(SceneIndexOptions.DETECT_MIN_SCENE_DURATION).toNanos() / 1000,
            options.get(SceneIndexOptions.DETECT_MAX_SCENE_DURATION).toNanos() / 1000),
        options.get(SceneIndexOptions.DETECT_KEYFRAME_INTERVAL));
  }

  private static DetectorSettings detector(Configuration options, double contentThreshold) {
    DetectorKind kind = options.get(SceneIndexOptions.DETECT_DETECTOR);
    return kind == DetectorKind.TRANSNETV2
        ? new DetectorSettings(
            kind,
            contentThreshold,
            new TransnetModel(required(options, SceneIndexOptions.DETECT_TRANSNETV2_MODEL)))
        : new DetectorSettings(kind, contentThreshold);
  }

  private static DecoderSettings decoder(Configuration options) {
    return new DecoderSettings(
        options.get(SceneIndexOptions.DECODER_MEMORY).getBytes(),
        options.get(SceneIndexOptions.DECODER_CPU_PATIENCE),
        options.get(SceneIndexOptions.DECODER_WALL_PATIENCE),
        options.get(SceneIndexOptions.DECODER_MAX_OUTPUT).getBytes(),
        DecoderSettings.DEFAULT.idleEnd(),
        new MediaSettings(
            options.get(SceneIndexOptions.S3_CA_FILE),
            options.get(SceneIndexOptions.PROBE_MAX_PIXELS)));
  }

  private static EmbedSettings embed(Configuration options) {
    return new EmbedSettings(
        new ImageModelSettings(
            model(options, SceneIndexOptions.EMBED_IMAGE_MODEL),
            options.get(SceneIndexOptions.EMBED_IMAGE_OUTPUT),
            options.get(SceneIndexOptions.EMBED_IMAGE_POOLING),
            null),
        textModel(options),
        positive(options, SceneIndexOptions.EMBED_DIMENSIONS),
        new OnnxDevice(
            options.get(SceneIndexOptions.EMBED_DEVICE),
            notNegative(options, SceneIndexOptions.EMBED_DEVICE_INDEX)),
        options.contains(SceneIndexOptions.EMBED_THREADS)
            ? positive(options, SceneIndexOptions.EMBED_THREADS)
            : Worker.SPARE_CORES,
        new BatchSettings(
            positive(options, SceneIndexOptions.EMBED_BATCH_SIZE),
            options.get(SceneIndexOptions.EMBED_BATCH_DELAY).toMillis()),
        positive(options, SceneIndexOptions.EMBED_CAPACITY));
  }

  private static @Nullable TextModelSettings textModel(Configuration options) {
    return options.contains(SceneIndexOptions.EMBED_TEXT_MODEL)
        ? new TextModelSettings(
            model(options, SceneIndexOptions.EMBED_TEXT_MODEL), textOverrides(options, null))
        : null;
  }

  /**
   * What options say of the text model.
   *
   * @param queryPrefix what stands before a query; the job asks none
   */
  public static TextOverrides textOverrides(
      Map<String, String> options, @Nullable String queryPrefix) {
    return textOverrides(Configuration.fromMap(options), queryPrefix);
  }

  private static TextOverrides textOverrides(Configuration options, @Nullable String queryPrefix) {
    return new TextOverrides(
        options.get(SceneIndexOptions.EMBED_TEXT_POOLING),
        options.get(SceneIndexOptions.EMBED_TEXT_PREFIX),
        queryPrefix,
        options.get(SceneIndexOptions.EMBED_TEXT_MAX_TOKENS),
        options.get(SceneIndexOptions.EMBED_TEXT_OUTPUT));
  }

  private static TagSettings tags(Configuration options) {
    return new TagSettings(
        options.get(SceneIndexOptions.TAGS),
        options.get(SceneIndexOptions.TAGS_PROMPT),
        options.get(SceneIndexOptions.TAGS_THRESHOLD));
  }

  private static ModelSource model(Configuration options, ConfigOption<String> option) {
    return new ModelSource(
        options.get(option),
        new S3ObjectStoreFactory(s3(options)),
        options.get(SceneIndexOptions.EMBED_MODEL_CACHE));
  }

  private static String required(Configuration options, ConfigOption<String> option) {
    return options
        .getOptional(option)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new IllegalArgumentException(
            "Option " + option.key() + " is missing; set it " + OptionSources.waysToSet(option)));
  }

  private static int positive(Configuration options, ConfigOption<Integer> option) {
    return atLeast(1, options, option);
  }

  private static int notNegative(Configuration options, ConfigOption<Integer> option) {
    return atLeast(0, options, option);
  }

  private static int atLeast(int least, Configuration options, ConfigOption<Integer> option) {
    int value = options.get(option);
    if (value < least) {
      throw new IllegalArgumentException(
          option.key() + " is " + value + "; expected at least " + least);
    }
    return value;
  }
}

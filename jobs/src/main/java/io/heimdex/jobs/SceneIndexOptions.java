package io.heimdex.jobs;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.heimdex.operators.decoder.DecoderSettings;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.operators.model.Pooling;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.plan.SegmentPlanner;
import io.heimdex.operators.probe.ProbeLimits;
import io.heimdex.operators.shot.DetectorKind;
import io.heimdex.operators.shot.DetectorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** Every option of the job: type, default, unit and meaning. {@code docs/options.md} is generated from this list. */
public final class SceneIndexOptions {
  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      key("heimdex.kafka.bootstrap-servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Kafka brokers, host:port, separated by commas. Required.");

  public static final ConfigOption<String> KAFKA_UPLOADS_TOPIC = key("heimdex.kafka.uploads-topic")
      .stringType()
      .defaultValue("heimdex.uploads")
      .withDescription("Topic of upload, delete and reprocess notifications.");

  public static final ConfigOption<String> KAFKA_DEAD_LETTERS_TOPIC =
      key("heimdex.kafka.dead-letters-topic")
          .stringType()
          .defaultValue("heimdex.dead-letters")
          .withDescription(
              "Topic of notifications that could not be worked off, each with its reason.");

  public static final ConfigOption<String> KAFKA_GROUP_ID = key("heimdex.kafka.group-id")
      .stringType()
      .defaultValue("heimdex")
      .withDescription("Consumer group; also begins the names of the job's Kafka transactions.");

  public static final ConfigOption<String> KAFKA_PROPERTIES_FILE =
      key("heimdex.kafka.properties-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File with settings of Kafka's clients (TLS, SASL), as Kafka's own tools take them by --command-config. Read where the job is submitted; files that it names must be on every machine of the cluster.");

  public static final ConfigOption<String> DATABASE_URL = key("heimdex.database.url")
      .stringType()
      .noDefaultValue()
      .withDescription("JDBC URL: jdbc:postgresql://host:port/database. Required.");

  public static final ConfigOption<String> DATABASE_USER = key("heimdex.database.user")
      .stringType()
      .defaultValue("heimdex")
      .withDescription("Database user.");

  public static final ConfigOption<String> DATABASE_PASSWORD = key("heimdex.database.password")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "Password of the database user. Required, here or by file. A secret: refused on the command line.");

  public static final ConfigOption<String> DATABASE_PASSWORD_FILE =
      key("heimdex.database.password-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File that holds the password of the database user and nothing else. Read where the job is submitted.");

  public static final ConfigOption<String> S3_ENDPOINT = key("heimdex.s3.endpoint")
      .stringType()
      .noDefaultValue()
      .withDescription("URL of the S3 server. Unset: AWS, by region.");

  public static final ConfigOption<String> S3_REGION = key("heimdex.s3.region")
      .stringType()
      .defaultValue("us-east-1")
      .withDescription("Region of the buckets.");

  public static final ConfigOption<String> S3_ACCESS_KEY = key("heimdex.s3.access-key")
      .stringType()
      .noDefaultValue()
      .withDescription("Access key. Unset: the default credentials chain of the AWS SDK.");

  public static final ConfigOption<String> S3_SECRET_KEY = key("heimdex.s3.secret-key")
      .stringType()
      .noDefaultValue()
      .withDescription("Secret key. A secret: refused on the command line.");

  public static final ConfigOption<String> S3_SECRET_KEY_FILE = key("heimdex.s3.secret-key-file")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "File that holds the secret key and nothing else. Read where the job is submitted.");

  public static final ConfigOption<Boolean> S3_PATH_STYLE = key("heimdex.s3.path-style")
      .booleanType()
      .defaultValue(true)
      .withDescription(
          "Whether the bucket stands in the path of a URL rather than in the host name.");

  public static final ConfigOption<List<String>> S3_UPLOAD_BUCKETS =
      key("heimdex.s3.upload-buckets")
          .stringType()
          .asList()
          .defaultValues("heimdex-uploads")
          .withDescription(
              "Buckets that videos may be read from, separated by semicolons; a notification of another is rejected.");

  public static final ConfigOption<String> S3_DERIVED_BUCKET = key("heimdex.s3.derived-bucket")
      .stringType()
      .defaultValue("heimdex-derived")
      .withDescription("Bucket for thumbnails and sidecars.");

  public static final ConfigOption<String> S3_CA_FILE = key("heimdex.s3.ca-file")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "File, on every machine of the cluster, with the certificates in PEM of those who may vouch for an https server of S3. Unset: those that the JDK trusts.");

  public static final ConfigOption<String> NOTIFICATION_KEY_PATTERN =
      key("heimdex.notification.key-pattern")
          .stringType()
          .defaultValue("videos/{user}/{video_id}.{ext}")
          .withDescription("How an object's key names its owner and its video; both are UUIDs.");

  public static final ConfigOption<MemorySize> PROBE_MAX_SIZE = key("heimdex.probe.max-size")
      .memoryType()
      .defaultValue(new MemorySize(ProbeLimits.DEFAULT_MAX_BYTES))
      .withDescription("Largest object that is accepted.");

  public static final ConfigOption<Duration> PROBE_MAX_DURATION = key("heimdex.probe.max-duration")
      .durationType()
      .defaultValue(ProbeLimits.DEFAULT_MAX_DURATION)
      .withDescription("Longest video that is accepted.");

  public static final ConfigOption<Long> PROBE_MAX_PIXELS = key("heimdex.probe.max-pixels")
      .longType()
      .defaultValue(ProbeLimits.DEFAULT_MAX_PIXELS)
      .withDescription("Most pixels of one picture that are accepted, width times height.");

  public static final ConfigOption<List<String>> PROBE_CONTAINERS = key("heimdex.probe.containers")
      .stringType()
      .asList()
      .defaultValues(new TreeSet<>(ProbeLimits.DEFAULT_CONTAINERS).toArray(String[]::new))
      .withDescription("Containers that are accepted, by FFmpeg's names of their demuxers.");

  public static final ConfigOption<Duration> PROBE_OBJECT_WAIT = key("heimdex.probe.object-wait")
      .durationType()
      .defaultValue(Duration.ofSeconds(30))
      .withDescription(
          "How long to wait for an object that a notification names but that isn't there (yet).");

  public static final ConfigOption<Integer> PROBE_CAPACITY = key("heimdex.probe.capacity")
      .intType()
      .defaultValue(4)
      .withDescription("Videos that one slot opens at the same time.");

  public static final ConfigOption<Duration> PLAN_SEGMENT_DURATION =
      key("heimdex.plan.segment-duration")
          .durationType()
          .defaultValue(SegmentPlanner.DEFAULT_SEGMENT)
          .withDescription(
              "Length of the segments that a long video is cut into, to be decoded side by side. Does not change its scenes.");

  public static final ConfigOption<DetectorKind> DETECT_DETECTOR = key("heimdex.detect.detector")
      .enumType(DetectorKind.class)
      .defaultValue(DetectorSettings.DEFAULT.kind())
      .withDescription(
          "What decides where shots change: hybrid (cuts, dissolves, fades and wipes), content or adaptive (cuts by colour, as PySceneDetect), or transnetv2 (a model of yours).");

  public static final ConfigOption<ScanTier> DETECT_TIER = key("heimdex.detect.tier")
      .enumType(ScanTier.class)
      .defaultValue(ScanTier.FULL)
      .withDescription(
          "How much is decoded: full (every frame) or fast (only where a transition can be, as far as the sizes of the coded frames and the sync frames tell).");

  public static final ConfigOption<Double> DETECT_CONTENT_THRESHOLD =
      key("heimdex.detect.content.threshold")
          .doubleType()
          .defaultValue(DetectorSettings.DEFAULT.contentThreshold())
          .withDescription(
              "Mean change of hue, saturation and value between two frames from which a cut is seen, 0 to 255.");

  public static final ConfigOption<String> DETECT_TRANSNETV2_MODEL =
      key("heimdex.detect.transnetv2.model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The ONNX file of TransNetV2, on every machine of the cluster. Required if the detector is transnetv2.");

  public static final ConfigOption<Duration> DETECT_MIN_SCENE_DURATION =
      key("heimdex.detect.min-scene-duration")
          .durationType()
          .defaultValue(Duration.ofMillis(600))
          .withDescription("Shorter scenes are merged with the one before.");

  public static final ConfigOption<Duration> DETECT_MAX_SCENE_DURATION =
      key("heimdex.detect.max-scene-duration")
          .durationType()
          .defaultValue(Duration.ofSeconds(45))
          .withDescription(
              "Longer scenes are split where the picture changes least. 0: never split.");

  public static final ConfigOption<Duration> DETECT_KEYFRAME_INTERVAL =
      key("heimdex.detect.keyframe-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("A keyframe candidate is taken this often, and shortly after a cut.");

  public static final ConfigOption<Integer> DETECT_MAX_ATTEMPTS = key("heimdex.detect.max-attempts")
      .intType()
      .defaultValue(3)
      .withDescription(
          "Attempts at opening a video, or at decoding a segment of it, that may end by a fault of the decoder without coming further; then the video fails.");

  public static final ConfigOption<Integer> DETECT_MAX_LOST_ATTEMPTS =
      key("heimdex.detect.max-lost-attempts")
          .intType()
          .defaultValue(10)
          .withDescription(
              "The same for attempts of which nobody saw the end, because the TaskManager went away. Without decoders of their own processes a crash looks the same, and heimdex.detect.max-attempts holds for these too.");

  public static final ConfigOption<Duration> DETECT_ATTEMPT_PAUSE =
      key("heimdex.detect.attempt-pause")
          .durationType()
          .defaultValue(Duration.ofSeconds(2))
          .withDescription(
              "Pause after the first attempt that failed; doubled after each further one, up to a minute. Others are decoded meanwhile.");

  public static final ConfigOption<DecoderIsolation> DECODER_ISOLATION =
      key("heimdex.decoder.isolation")
          .enumType(DecoderIsolation.class)
          .defaultValue(DecoderIsolation.PROCESS)
          .withDescription(
              "Where videos are opened and decoded: in processes of their own, one a slot, or in the TaskManager (none), which a hostile video can then end.");

  public static final ConfigOption<MemorySize> DECODER_MEMORY = key("heimdex.decoder.memory")
      .memoryType()
      .defaultValue(new MemorySize(DecoderSettings.DEFAULT.memoryBytes()))
      .withDescription(
          "Address space that FFmpeg may take in one decoder process. A limit, not a reservation; an idle process holds about 50 MB.");

  public static final ConfigOption<Duration> DECODER_CPU_PATIENCE =
      key("heimdex.decoder.cpu-patience")
          .durationType()
          .defaultValue(DecoderSettings.DEFAULT.cpuPatience())
          .withDescription(
              "CPU time without a decoded frame after which a decoder process is killed as stuck.");

  public static final ConfigOption<Duration> DECODER_WALL_PATIENCE =
      key("heimdex.decoder.wall-patience")
          .durationType()
          .defaultValue(DecoderSettings.DEFAULT.wallPatience())
          .withDescription(
              "Time without a byte of progress after which a decoder process is killed as stuck. More than 2 min, which a probe over a slow network may take.");

  public static final ConfigOption<MemorySize> DECODER_MAX_OUTPUT =
      key("heimdex.decoder.max-output")
          .memoryType()
          .defaultValue(new MemorySize(DecoderSettings.DEFAULT.maxOutputBytes()))
          .withDescription(
              "What a decoder process may hand back for one segment: features and keyframes.");

  public static final ConfigOption<String> EMBED_IMAGE_MODEL = key("heimdex.embed.image.model")
      .stringType()
      .defaultValue("builtin")
      .withDescription(
          "The model that turns pictures into vectors: builtin (a descriptor of colours and edges), or a path on every TaskManager: that of a model's directory, as docs/models.md tells, of one of its ONNX files, or of an ONNX file that takes bytes. s3://bucket/directory is fetched by every machine that needs it.");

  public static final ConfigOption<String> EMBED_IMAGE_OUTPUT = key("heimdex.embed.image.output")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "Output of the image model that the vectors come from. Unset: image_embeds, or else pooler_output.");

  public static final ConfigOption<Pooling> EMBED_IMAGE_POOLING = key("heimdex.embed.image.pooling")
      .enumType(Pooling.class)
      .noDefaultValue()
      .withDescription(
          "How the vectors of a picture's patches become one, where the output, last_hidden_state unless another is set, has those: cls (the first) or mean (of all). Unset: the model must have a vector for each picture.");

  public static final ConfigOption<String> EMBED_TEXT_MODEL = key("heimdex.embed.text.model")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "The model that turns titles and descriptions into text_vec: the directory of a model, one of its ONNX files, or s3://bucket/directory. Unset: none. The directory of the image model (SigLIP, CLIP) also gives vision_tags.");

  public static final ConfigOption<Pooling> EMBED_TEXT_POOLING = key("heimdex.embed.text.pooling")
      .enumType(Pooling.class)
      .noDefaultValue()
      .withDescription(
          "How the vectors of a text's tokens become one, where the model's files do not say: cls (the first) or mean (of all but padding).");

  public static final ConfigOption<String> EMBED_TEXT_OUTPUT = key("heimdex.embed.text.output")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "Output of the text model that the vectors come from. Unset: text_embeds, sentence_embedding or pooler_output; or last_hidden_state where a pooling is known.");

  public static final ConfigOption<String> EMBED_TEXT_PREFIX = key("heimdex.embed.text.prefix")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "What stands before each text, where the model wants it and its files do not say: 'passage: ' for E5.");

  public static final ConfigOption<Integer> EMBED_TEXT_MAX_TOKENS =
      key("heimdex.embed.text.max-tokens")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Longest text in tokens; the rest is cut off and counted (textsTruncated). Unset: what the model's files say.");

  public static final ConfigOption<String> TAGS = key("heimdex.tags")
      .stringType()
      .defaultValue(TagSettings.AUTO)
      .withDescription(
          "What is looked for in scenes, for vision_tags: none; the path, where the job is submitted, of a list with a tag a line; or auto: the list that comes with Heimdex, if the image model and the text model are one directory.");

  public static final ConfigOption<String> TAGS_PROMPT = key("heimdex.tags.prompt")
      .stringType()
      .defaultValue("a photo of {}.")
      .withDescription("What stands for a tag in the text model, {} being the tag.");

  public static final ConfigOption<Double> TAGS_THRESHOLD = key("heimdex.tags.threshold")
      .doubleType()
      .defaultValue(0.1)
      .withDescription("Least score of a tag that is written, 0 to 1.");

  public static final ConfigOption<String> EMBED_MODEL_CACHE = key("heimdex.embed.model-cache")
      .stringType()
      .noDefaultValue()
      .withDescription(
          "Folder on every machine that keeps models fetched from S3, for the processes there to share. Unset: heimdex-models in Java's folder of temporary files.");

  public static final ConfigOption<Integer> EMBED_DIMENSIONS = key("heimdex.embed.dimensions")
      .intType()
      .defaultValue(1152)
      .withDescription(
          "Length of the vectors; must be that of the model and of the columns image_vec and text_vec.");

  public static final ConfigOption<OnnxDevice.Kind> EMBED_DEVICE = key("heimdex.embed.device")
      .enumType(OnnxDevice.Kind.class)
      .defaultValue(OnnxDevice.Kind.AUTO)
      .withDescription(
          "What models run on: cpu, cuda or tensorrt (an NVIDIA GPU, without which the job ends at its start), or auto (cuda where a TaskManager can use it, else cpu).");

  public static final ConfigOption<Integer> EMBED_DEVICE_INDEX = key("heimdex.embed.device-index")
      .intType()
      .defaultValue(0)
      .withDescription(
          "Which GPU, where Flink offers none as the external resource gpu. All slots of a TaskManager share it.");

  public static final ConfigOption<Integer> EMBED_THREADS = key("heimdex.embed.threads")
      .intType()
      .noDefaultValue()
      .withDescription(
          "Threads for models on the CPU, which all slots of a TaskManager share. Each of them decodes keyframes and runs the image model, in batches of its own; a text model runs on all of them at once. Unset: its cores less its slots, at least 1.");

  public static final ConfigOption<Integer> EMBED_BATCH_SIZE = key("heimdex.embed.batch-size")
      .intType()
      .defaultValue(4)
      .withDescription("Most pictures in one call of the model.");

  public static final ConfigOption<Duration> EMBED_BATCH_DELAY = key("heimdex.embed.batch-delay")
      .durationType()
      .defaultValue(Duration.ofMillis(5))
      .withDescription("How long a batch waits to be filled.");

  public static final ConfigOption<Integer> EMBED_CAPACITY = key("heimdex.embed.capacity")
      .intType()
      .defaultValue(16)
      .withDescription("Scenes that one slot has under way in the model.");

  public static final ConfigOption<Integer> STORE_CAPACITY = key("heimdex.store.capacity")
      .intType()
      .defaultValue(8)
      .withDescription("Scenes whose objects one slot stores at the same time.");

  public static final ConfigOption<Duration> JANITOR_INTERVAL = key("heimdex.janitor.interval")
      .durationType()
      .defaultValue(Duration.ofHours(1))
      .withDescription(
          "How often the job removes what crashes and failures left behind. 0: never; see ./heimdex janitor.");

  public static final ConfigOption<Duration> JANITOR_MULTIPART_AGE =
      key("heimdex.janitor.multipart-age")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "Unfinished multipart uploads in the derived bucket are aborted at that age.");

  public static final ConfigOption<Integer> JANITOR_REQUESTS_PER_SECOND =
      key("heimdex.janitor.requests-per-second")
          .intType()
          .defaultValue(50)
          .withDescription("Most requests of the janitor to S3.");

  /** All options, in the order of the documentation. */
  public static final List<ConfigOption<?>> ALL = List.of(
      KAFKA_BOOTSTRAP_SERVERS,
      KAFKA_UPLOADS_TOPIC,
      KAFKA_DEAD_LETTERS_TOPIC,
      KAFKA_GROUP_ID,
      KAFKA_PROPERTIES_FILE,
      DATABASE_URL,
      DATABASE_USER,
      DATABASE_PASSWORD,
      DATABASE_PASSWORD_FILE,
      S3_ENDPOINT,
      S3_REGION,
      S3_ACCESS_KEY,
      S3_SECRET_KEY,
      S3_SECRET_KEY_FILE,
      S3_PATH_STYLE,
      S3_UPLOAD_BUCKETS,
      S3_DERIVED_BUCKET,
      S3_CA_FILE,
      NOTIFICATION_KEY_PATTERN,
      PROBE_MAX_SIZE,
      PROBE_MAX_DURATION,
      PROBE_MAX_PIXELS,
      PROBE_CONTAINERS,
      PROBE_OBJECT_WAIT,
      PROBE_CAPACITY,
      PLAN_SEGMENT_DURATION,
      DETECT_DETECTOR,
      DETECT_TIER,
      DETECT_CONTENT_THRESHOLD,
      DETECT_TRANSNETV2_MODEL,
      DETECT_MIN_SCENE_DURATION,
      DETECT_MAX_SCENE_DURATION,
      DETECT_KEYFRAME_INTERVAL,
      DETECT_MAX_ATTEMPTS,
      DETECT_MAX_LOST_ATTEMPTS,
      DETECT_ATTEMPT_PAUSE,
      DECODER_ISOLATION,
      DECODER_MEMORY,
      DECODER_CPU_PATIENCE,
      DECODER_WALL_PATIENCE,
      DECODER_MAX_OUTPUT,
      EMBED_IMAGE_MODEL,
      EMBED_IMAGE_OUTPUT,
      EMBED_IMAGE_POOLING,
      EMBED_TEXT_MODEL,
      EMBED_TEXT_POOLING,
      EMBED_TEXT_OUTPUT,
      EMBED_TEXT_PREFIX,
      EMBED_TEXT_MAX_TOKENS,
      EMBED_MODEL_CACHE,
      EMBED_DIMENSIONS,
      EMBED_DEVICE,
      EMBED_DEVICE_INDEX,
      EMBED_THREADS,
      EMBED_BATCH_SIZE,
      EMBED_BATCH_DELAY,
      EMBED_CAPACITY,
      TAGS,
      TAGS_PROMPT,
      TAGS_THRESHOLD,
      STORE_CAPACITY,
      JANITOR_INTERVAL,
      JANITOR_MULTIPART_AGE,
      JANITOR_REQUESTS_PER_SECOND);

  /** Options that are never shown, each with the option that names a file instead. */
  static final Map<ConfigOption<String>, ConfigOption<String>> SECRETS =
      Map.of(DATABASE_PASSWORD, DATABASE_PASSWORD_FILE, S3_SECRET_KEY, S3_SECRET_KEY_FILE);

  private SceneIndexOptions() {}
}

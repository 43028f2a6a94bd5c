package io.heimdex.jobs;

import io.heimdex.operators.shot.DetectorSettings;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job's main class: from upload notifications to an atomic, searchable set of scenes.
 *
 * <p>Reads its options ({@link SceneIndexOptions}), checks that everything it needs is there ({@link StartupCheck}), and builds
 * {@link SceneIndexPipeline}.
 */
public final class SceneIndexJob {
  static final String NAME = "heimdex scene index";

  /** Where the cluster sets no interval of its own: what a crash may repeat. */
  private static final long CHECKPOINT_INTERVAL_MILLIS = 10_000;

  private SceneIndexJob() {}

  /** Submits the job to the cluster that runs this main method. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.println(OptionsPage.text());
      return;
    }
    SceneIndexConfig config = SceneIndexConfig.read(args, System.getenv());
    StartupCheck.Result checked = StartupCheck.run(config);

    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(mandatory());
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      env.enableCheckpointing(CHECKPOINT_INTERVAL_MILLIS, CheckpointingMode.EXACTLY_ONCE);
    }
    SceneIndexPipeline.build(
        env,
        new SceneIndexStages(config, checked),
        SceneIndexEndpoints.of(config, checked.pipelineVersion()));
    env.execute(NAME);
  }

  /**
   * The pipeline version that a job of these options has, so that the generation of an upload can be known beforehand.
   *
   * @param args the job's arguments
   */
  public static String pipelineVersion(String[] args, Map<String, String> environment) {
    SceneIndexConfig config = SceneIndexConfig.read(args, environment);
    try (DetectorSettings detector = config.detect().detector()) {
      return PipelineVersion.of(config.detect().identity(), SceneModels.identity(config));
    }
  }

  /** A type that would fall to Kryo, or an operator without uid, stops the job here rather than a savepoint later. */
  private static Configuration mandatory() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    return configuration;
  }
}

package io.heimdex.local.bench;

import io.heimdex.jobs.SceneIndexOptions;
import io.heimdex.operators.embed.BatchSettings;
import io.heimdex.operators.embed.EmbedImageFunction;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The operator of the job, on several slots of a TaskManager in this process, set up as the job does. It idles between two calls. */
final class EmbedJob implements EmbedContender {
  private static final long HANGS_MINUTES = 15;

  private final SceneGate gate = new SceneGate();
  private final long round;
  private final JobClient job;

  /** @param jpegs keyframes of its scenes, by turns */
  EmbedJob(OnnxImageEmbedderFactory model, int slots, List<byte[]> jpegs) throws Exception {
    round = (long) model.threads() * model.batchSize();
    Configuration config = new Configuration();
    config.set(PipelineOptions.GENERIC_TYPES, false);
    config.set(RestOptions.BIND_PORT, "0");
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(slots, config);
    var scenes = flink.fromSource(
        SceneSource.of(gate.number(), jpegs), WatermarkStrategy.noWatermarks(), "scenes");
    BatchSettings batches = new BatchSettings(
        model.batchSize(), SceneIndexOptions.EMBED_BATCH_DELAY.defaultValue().toMillis());
    AsyncDataStream.unorderedWait(
            scenes,
            new EmbedImageFunction(model, batches),
            HANGS_MINUTES,
            TimeUnit.MINUTES,
            SceneIndexOptions.EMBED_CAPACITY.defaultValue())
        .sinkTo(new SceneCounter(gate.number()));
    job = flink.executeAsync("bench embed");
    job.getJobExecutionResult().whenComplete((result, error) -> {
      gate.fail(error == null ? new IllegalStateException("The job has ended") : error);
    });
  }

  @Override
  public long embed(long pictures) throws Exception {
    return embedScenes(roundedUp(pictures, SceneSource.KEYFRAMES * round) / SceneSource.KEYFRAMES);
  }

  /** Embeds scenes, whether their pictures fill batches or not. @return the number of their pictures */
  long embedScenes(long scenes) throws Exception {
    gate.let(scenes).get();
    return SceneSource.KEYFRAMES * scenes;
  }

  private static long roundedUp(long number, long multiple) {
    return (number + multiple - 1) / multiple * multiple;
  }

  @Override
  public void close() throws Exception {
    job.cancel().get(1, TimeUnit.MINUTES);
    gate.close();
  }
}

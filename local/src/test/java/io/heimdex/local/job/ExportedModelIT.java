package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.TestStack;
import io.heimdex.local.index.VideoReport;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.SampleModel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The job with models as they are exported: one on this machine, one in S3. */
class ExportedModelIT {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = SampleModel.class,
      names = {"SIGLIP", "CLIP"})
  void rowsHaveTheVectorsOfTheModelAndItsName(SampleModel sample) throws Exception {
    // Given
    Path home = folder.resolve("home");
    boolean isInS3 = sample == SampleModel.CLIP;
    String name = "my-" + sample.label();
    Path model = isInS3 ? home.resolve("stack/s3/models").resolve(name) : folder.resolve(name);
    sample.write(model);
    Path file = folder.resolve("video.mp4");
    SyntheticVideo.builder().shot(40, 1).shot(40, 2).write(file);
    try (JobStack job = new JobStack(TestStack.options(home)
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withJobOption(
            "heimdex.embed.image.model", isInS3 ? "s3://models/" + name : model.toString())
        .withJobOption("heimdex.embed.model-cache", folder.resolve("cache").toString())
        .withJobOption("heimdex.embed.dimensions", String.valueOf(sample.dimensions())))) {

      // When
      VideoReport report = job.index(file);

      // Then
      assertThat(report.state()).isEqualTo("indexed");
      assertThat(report.scenes())
          .hasSize(2)
          .allMatch(scene -> scene.imageVecDims() == sample.dimensions());
      assertThat(job.rows("SELECT DISTINCT image_model FROM scenes"))
          .containsExactly(ModelDirectory.read(model).id());
      assertThat(
              job.rows("SELECT count(*) FROM scenes WHERE abs(vector_norm(image_vec) - 1) > 1e-4"))
          .containsExactly("0");
      Published.assertInvariants(job);
    }
  }
}

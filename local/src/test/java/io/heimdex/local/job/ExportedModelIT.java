package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.local.TestStack;
import io.heimdex.local.cli.CommandProcess;
import io.heimdex.local.cli.CommandProcess.Run;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.index.VideoTexts;
import io.heimdex.local.stack.StackOptions;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job with models as they are exported. */
class ExportedModelIT {
  private static final VideoTexts TEXTS = new VideoTexts("A dog on a beach", "In the rain.");

  @TempDir
  private Path folder;

  @Test
  void rowsHaveTheVectorsAndTagsOfAModelInAFolder() throws Exception {
    // Given
    Path model = folder.resolve("my-siglip");
    SampleModel.SIGLIP.write(model);
    try (JobStack job = stack(model.toString(), 1152)) {

      // When
      VideoReport report = job.index(video(), TEXTS);

      // Then
      assertAllIsThere(job, report, model, 1152);
    }
  }

  @Test
  void aModelInS3IsFetchedAndItsScenesAreFoundByWords() throws Exception {
    // Given
    String setting = "s3://models/my-clip";
    Path model = folder.resolve("home/stack/s3/models/my-clip");
    SampleModel.CLIP.write(model);
    try (JobStack job = stack(setting, 512)) {

      // When
      VideoReport report = job.index(video(), TEXTS);

      // Then
      assertAllIsThere(job, report, model, 512);
      assertFoundByWords(setting, report);
      assertWordsOfAnotherModelAreRefused();
    }
  }

  @ParameterizedTest
  @CsvSource({"DINOV2_SMALL, E5", "DINOV2_LARGE, BGE_M3"})
  void picturesAndTextsMayHaveModelsOfTheirOwnAndThenThereAreNoTags(
      SampleModel imageModel, SampleModel textModel) throws Exception {
    // Given: pictures that have vectors of patches only
    Path images = folder.resolve("my-dinov2");
    Path texts = folder.resolve("my-texts");
    imageModel.write(images);
    textModel.write(texts);
    StackOptions options = options(images.toString(), texts.toString(), textModel.dimensions())
        .withJobOption("heimdex.embed.image.pooling", "cls");
    try (JobStack job = new JobStack(options)) {

      // When
      VideoReport report = job.index(video(), TEXTS);

      // Then
      assertThat(report.state()).isEqualTo("indexed");
      assertThat(
              job.rows(
                  "SELECT DISTINCT split_part(image_model, '@', 1), text_model, vision_tags FROM scenes"))
          .containsExactly("my-dinov2 " + textId(texts) + " -");
      assertThat(found(search("A dog on a beach", texts.toString(), "--in=text")))
          .hasSize(2);
    }
  }

  private static void assertAllIsThere(JobStack job, VideoReport report, Path model, int dimensions)
      throws Exception {
    assertThat(report.state()).isEqualTo("indexed");
    assertThat(report.scenes()).hasSize(2).allMatch(scene -> scene.imageVecDims() == dimensions);
    assertThat(job.rows("SELECT DISTINCT image_model, text_model FROM scenes"))
        .containsExactly(ModelDirectory.read(model).id() + " " + textId(model));
    assertThat(
            job.rows(
                "SELECT count(*) FROM scenes WHERE abs(vector_norm(image_vec) - 1) < 1e-4"
                    + " AND abs(vector_norm(text_vec) - 1) < 1e-4 AND jsonb_typeof(vision_tags) = 'object'"))
        .containsExactly("2");
    Published.assertInvariants(job);
  }

  private void assertFoundByWords(String model, VideoReport report) throws Exception {
    JsonNode scenes = found(search("A dog on a beach\nIn the rain.", model, "--in=text"));
    assertThat(scenes).hasSize(2);
    assertThat(scenes.get(0).get("cosine").asDouble()).isGreaterThan(0.999);
    assertThat(scenes.get(0).get("video_id").asText()).isEqualTo(report.videoId());
    assertThat(scenes.get(0).get("title").asText()).isEqualTo("A dog on a beach");
    assertThat(found(search("snow", model, "--in=image"))).hasSize(2);
  }

  private void assertWordsOfAnotherModelAreRefused() throws Exception {
    Path other = folder.resolve("minilm");
    SampleModel.MINILM.write(other);
    Run refused = search("snow", other.toString(), "--in=text");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("384 dimensions, is for model minilm@", "can't be compared");
  }

  private static JsonNode found(Run search) throws Exception {
    assertThat(search.exit()).as(search.err()).isZero();
    return search.json().get("scenes");
  }

  private Run search(String words, String model, String column) throws Exception {
    return new CommandProcess(folder.resolve("home"))
        .run("search", words, "--json", "--model", model, column, "--option=" + cache());
  }

  private String cache() {
    return "heimdex.embed.model-cache=" + folder.resolve("cache");
  }

  private JobStack stack(String model, int dimensions) throws Exception {
    return new JobStack(options(model, model, dimensions));
  }

  private StackOptions options(String images, String texts, int dimensions) {
    return TestStack.options(folder.resolve("home"))
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withJobOption("heimdex.embed.image.model", images)
        .withJobOption("heimdex.embed.text.model", texts)
        .withJobOption("heimdex.embed.model-cache", folder.resolve("cache").toString())
        .withJobOption("heimdex.embed.dimensions", String.valueOf(dimensions));
  }

  private Path video() throws Exception {
    Path file = folder.resolve("video.mp4");
    SyntheticVideo.builder().shot(40, 1).shot(40, 2).write(file);
    return file;
  }

  private static String textId(Path model) {
    return TextModelDirectory.read(model, TextOverrides.NONE).id();
  }
}

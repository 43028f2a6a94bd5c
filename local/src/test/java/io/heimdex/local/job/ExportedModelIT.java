package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.local.TestStack;
import io.heimdex.local.cli.CommandProcess;
import io.heimdex.local.cli.CommandProcess.Run;
import io.heimdex.local.index.VideoReport;
import io.heimdex.local.index.VideoTexts;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.model.TextModelDirectory;
import io.heimdex.operators.model.TextOverrides;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The job with models as they are exported. */
class ExportedModelIT {
  private static final VideoTexts TEXTS = new VideoTexts("A dog on a beach", "In the rain.");

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = SampleModel.class,
      names = {"SIGLIP", "CLIP"})
  void rowsHaveTheVectorsAndTagsOfTheModelAndItsName(SampleModel sample) throws Exception {
    // Given
    Path model = folder.resolve("my-" + sample.label());
    sample.write(model);
    try (JobStack job = stack(model, model, sample.dimensions())) {

      // When
      VideoReport report = job.index(video(), TEXTS);

      // Then
      assertThat(report.state()).isEqualTo("indexed");
      assertThat(report.scenes())
          .hasSize(2)
          .allMatch(scene -> scene.imageVecDims() == sample.dimensions());
      assertThat(job.rows("SELECT DISTINCT image_model, text_model FROM scenes"))
          .containsExactly(ModelDirectory.read(model).id() + " " + textId(model));
      assertThat(
              job.rows(
                  "SELECT count(*) FROM scenes WHERE abs(vector_norm(image_vec) - 1) < 1e-4"
                      + " AND abs(vector_norm(text_vec) - 1) < 1e-4 AND jsonb_typeof(vision_tags) = 'object'"))
          .containsExactly("2");
      Published.assertInvariants(job);
      findsScenesByWords(model, report);
      refusesWordsOfAnotherModel();
    }
  }

  private void findsScenesByWords(Path model, VideoReport report) throws Exception {
    Run title = search("A dog on a beach\nIn the rain.", model, "--in", "text");
    assertThat(title.exit()).as(title.err()).isZero();
    JsonNode scenes = title.json().get("scenes");
    assertThat(scenes).hasSize(2);
    assertThat(scenes.get(0).get("cosine").asDouble()).isGreaterThan(0.999);
    assertThat(scenes.get(0).get("video_id").asText()).isEqualTo(report.videoId());
    assertThat(scenes.get(0).get("title").asText()).isEqualTo("A dog on a beach");

    Run picture = search("snow", model);
    assertThat(picture.exit()).as(picture.err()).isZero();
    assertThat(picture.json().get("scenes")).hasSize(2);
  }

  private void refusesWordsOfAnotherModel() throws Exception {
    Path other = folder.resolve("minilm");
    SampleModel.MINILM.write(other);
    Run refused = search("snow", other, "--in", "text");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("384 dimensions, is for model minilm@", "can't be compared");
  }

  private Run search(String words, Path model, String... more) throws Exception {
    String[] arguments = new String[5 + more.length];
    System.arraycopy(
        new String[] {"search", words, "--json", "--model", model.toString()}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return new CommandProcess(folder.resolve("home")).run(arguments);
  }

  private JobStack stack(Path images, Path texts, int dimensions) throws Exception {
    return new JobStack(TestStack.options(folder.resolve("home"))
        .withCheckpointInterval(Duration.ofSeconds(1))
        .withJobOption("heimdex.embed.image.model", images.toString())
        .withJobOption("heimdex.embed.text.model", texts.toString())
        .withJobOption("heimdex.embed.dimensions", String.valueOf(dimensions)));
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

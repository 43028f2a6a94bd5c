package io.heimdex.local.index;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.heimdex.schema.VideoWarning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file: the document of {@code ./heimdex index --json}.
 *
 * @param durationS in seconds; null if the video was not opened
 * @param generation the generation that was asked for
 * @param warnings what users of its scenes should know
 * @param seconds from the start of its upload until the state was final
 */
public record VideoReport(
    String file,
    @Nullable String videoId,
    String state,
    @Nullable String errorCode,
    @Nullable String error,
    @Nullable Double durationS,
    @Nullable String generation,
    double seconds,
    List<VideoWarning> warnings,
    List<Scene> scenes) {

  /** One row of the table {@code scenes}. */
  public record Scene(
      int sceneIndex,
      String sceneId,
      double startS,
      double endS,
      @Nullable String thumbnailKey,
      @Nullable String sidecarKey,
      @Nullable Integer imageVecDims) {}

  /** The report of a file that could not be uploaded. */
  static VideoReport unreadable(Path file) {
    String error = "The file " + file + (Files.exists(file) ? " can't be read" : " does not exist");
    return new VideoReport(
        file.toString(),
        null,
        "failed",
        "FILE_UNREADABLE",
        error,
        null,
        null,
        0,
        List.of(),
        List.of());
  }

  /** The report of a file that was sent, and is neither indexed nor failed after all patience. */
  static VideoReport stuck(PendingVideo video) {
    String error =
        video.file() + " is neither indexed nor failed after " + video.secondsSinceStart() + " s";
    return new VideoReport(
        video.file().toString(),
        video.videoId(),
        "stuck",
        null,
        error,
        null,
        video.generation(),
        video.secondsSinceStart(),
        List.of(),
        List.of());
  }

  /** Whether it has neither been indexed nor failed in time. */
  @JsonIgnore
  public boolean isStuck() {
    return state.equals("stuck");
  }

  @JsonIgnore
  public boolean isIndexed() {
    return state.equals("indexed");
  }
}

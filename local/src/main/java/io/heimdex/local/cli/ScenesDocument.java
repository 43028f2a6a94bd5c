package io.heimdex.local.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.shot.BuiltScene;
import io.heimdex.operators.shot.ScannedVideo;
import io.heimdex.operators.shot.TimedTransition;
import io.heimdex.operators.shot.Transition;
import io.heimdex.schema.VideoWarning;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The document of {@code ./heimdex scenes --json}. Frames count from 0 in presentation order; ends are exclusive. A transition
 * lists the last frame purely of the old shot and the first purely of the new one.
 *
 * @param errorCode null unless the video can't be scanned; then there are no scenes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScenesDocument(
    String file,
    long frames,
    double durationS,
    List<Scene> scenes,
    List<Change> transitions,
    List<VideoWarning> warnings,
    @Nullable String errorCode,
    @Nullable String error) {

  record Scene(int sceneIndex, long startFrame, long endFrame, double startS, double endS) {}

  record Change(String kind, long startFrame, long endFrame, double startS, double endS) {
    /** As tools that score take it: a cut is the first frame of the new shot, any other transition the last and the first pure frame. */
    Object boundary() {
      return endFrame == startFrame + 1 ? endFrame : List.of(startFrame, endFrame);
    }
  }

  static ScenesDocument of(Path file, ScannedVideo video) {
    return new ScenesDocument(
        file.toString(),
        video.frames(),
        seconds(video.durationMicros()),
        video.scenes().stream().map(ScenesDocument::scene).toList(),
        video.transitions().stream().map(ScenesDocument::change).toList(),
        video.warnings(),
        null,
        null);
  }

  static ScenesDocument failed(Path file, MediaException failure) {
    return new ScenesDocument(
        file.toString(),
        0,
        0,
        List.of(),
        List.of(),
        List.of(),
        failure.code().name(),
        failure.getMessage());
  }

  /** Where shots change, see {@link Change#boundary}. */
  List<Object> boundaries() {
    return transitions.stream().map(Change::boundary).toList();
  }

  /** For a person: a line a transition and a line a scene. */
  String text() {
    if (errorCode != null) {
      return file + ": " + errorCode + ": " + error;
    }
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s: %d frames, %.3f s, %d transitions, %d scenes",
        file,
        frames,
        durationS,
        transitions.size(),
        scenes.size()));
    for (VideoWarning warning : warnings) {
      text.append(
          String.format(Locale.ROOT, "%n   warning  %s: %s", warning.code(), warning.detail()));
    }
    for (Change change : transitions) {
      text.append(String.format(
          Locale.ROOT,
          "%n%10s  %10.3f – %10.3f s   frames %d – %d",
          change.kind,
          change.startS,
          change.endS,
          change.startFrame,
          change.endFrame));
    }
    for (Scene scene : scenes) {
      text.append(String.format(
          Locale.ROOT,
          "%n%10s  %10.3f – %10.3f s   frames %d – %d",
          "scene " + scene.sceneIndex,
          scene.startS,
          scene.endS,
          scene.startFrame,
          scene.endFrame));
    }
    return text.toString();
  }

  private static Scene scene(BuiltScene scene) {
    return new Scene(
        scene.index(),
        scene.startFrame(),
        scene.endFrame(),
        seconds(scene.startMicros()),
        seconds(scene.endMicros()));
  }

  private static Change change(TimedTransition timed) {
    Transition transition = timed.transition();
    return new Change(
        transition.kind().label(),
        transition.startFrame(),
        transition.endFrame(),
        seconds(timed.startMicros()),
        seconds(timed.endMicros()));
  }

  /** To the millisecond, as in the rows. */
  private static double seconds(long micros) {
    return Math.round(micros / 1e3) / 1e3;
  }
}

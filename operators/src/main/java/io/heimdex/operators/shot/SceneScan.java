package io.heimdex.operators.shot;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.schema.Damage;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the scenes of one video without the job, by the same code. */
public final class SceneScan {
  private final FrameScanner scanner;
  private final ShotDetectorFactory detectors;
  private final SceneLimits limits;

  /** Hears how far a scan is. */
  @FunctionalInterface
  public interface Progress {
    /** Called now and then, on the thread that scans; {@code durationMicros} is what was scanned so far. */
    void scanned(long frames, long durationMicros);
  }

  public SceneScan(FrameScanner scanner, ShotDetectorFactory detectors, SceneLimits limits) {
    this.scanner = scanner;
    this.detectors = detectors;
    this.limits = limits;
  }

  /**
   * Scans a whole video. Blocks until done.
   *
   * @param path a file path or an http(s) URL
   * @throws MediaException if not one frame can be decoded
   */
  public ScannedVideo scan(String path, VideoInfo info, Progress progress)
      throws MediaException, IOException, InterruptedException {
    SceneBuilder builder =
        new SceneBuilder(detectors.create(info.frameRate()), limits, info.frameRate());
    List<BuiltScene> scenes = new ArrayList<>();
    List<Transition> transitions = new ArrayList<>();
    FrameTimes times = new FrameTimes();
    Damage[] damage = {Damage.NONE};
    scanner.scan(path, info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> {
      times.add(batch.ptsMicros());
      damage[0] = damage[0].plus(batch.damage());
      add(accept(builder, batch), scenes, transitions);
      progress.scanned(builder.frames(), builder.durationMicros());
    });
    add(builder.finish(), scenes, transitions);
    if (builder.frames() == 0) {
      throw new MediaException(
          FailureCode.NO_FRAMES, "No frame of " + path + " can be decoded; expected at least one");
    }
    return new ScannedVideo(
        builder.frames(),
        builder.durationMicros(),
        scenes,
        transitions.stream().map(times::time).toList(),
        VideoWarnings.of(info, damage[0], builder));
  }

  private static SceneStep accept(SceneBuilder builder, FrameBatch batch) {
    return builder.accept(
        batch.ptsMicros(), batch.features(), batch.candidates(), batch.endMicros());
  }

  private static void add(SceneStep step, List<BuiltScene> scenes, List<Transition> transitions) {
    scenes.addAll(step.scenes());
    transitions.addAll(step.transitions());
  }
}

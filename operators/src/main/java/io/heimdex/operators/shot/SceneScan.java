package io.heimdex.operators.shot;

import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.schema.Damage;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** Takes scenes with their pictures. */
  @FunctionalInterface
  public interface SceneTaker {
    /** Called once for each scene, in order, on the thread that scans. @param keyframes those that the scene names */
    void take(BuiltScene scene, List<Keyframe> keyframes);
  }

  public SceneScan(FrameScanner scanner, ShotDetectorFactory detectors, SceneLimits limits) {
    this.scanner = scanner;
    this.detectors = detectors;
    this.limits = limits;
  }

  /** As {@link #scan(String, VideoInfo, Progress, SceneTaker)}, without pictures. */
  public ScannedVideo scan(String path, VideoInfo info, Progress progress)
      throws MediaException, IOException, InterruptedException {
    return scan(path, info, progress, (scene, keyframes) -> {});
  }

  /**
   * Scans a whole video. Blocks until done.
   *
   * @param path a file path or an http(s) URL
   * @throws MediaException if not one frame can be decoded
   */
  public ScannedVideo scan(String path, VideoInfo info, Progress progress, SceneTaker taker)
      throws MediaException, IOException, InterruptedException {
    SceneBuilder builder =
        new SceneBuilder(detectors.create(info.frameRate()), limits, info.frameRate());
    Found found = new Found(taker);
    scanner.scan(path, info, Long.MIN_VALUE, Long.MAX_VALUE, batch -> {
      found.add(batch);
      found.add(accept(builder, batch));
      progress.scanned(builder.frames(), builder.durationMicros());
    });
    found.add(builder.finish());
    if (builder.frames() == 0) {
      throw new MediaException(
          FailureCode.NO_FRAMES, "No frame of " + path + " can be decoded; expected at least one");
    }
    return new ScannedVideo(
        builder.frames(),
        builder.startMicros(),
        builder.durationMicros(),
        found.scenes,
        found.transitions.stream().map(found.times::time).toList(),
        VideoWarnings.of(info, found.damage, builder));
  }

  private static SceneStep accept(SceneBuilder builder, FrameBatch batch) {
    return builder.accept(
        batch.ptsMicros(), batch.features(), batch.candidates(), batch.endMicros());
  }

  /** What was found so far. */
  private static final class Found {
    private final SceneTaker taker;
    private final FrameTimes times = new FrameTimes();
    private final List<BuiltScene> scenes = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    /** By presentation time: the candidates that the scene builder still knows. */
    private final Map<Long, Keyframe> pictures = new HashMap<>();

    private Damage damage = Damage.NONE;

    Found(SceneTaker taker) {
      this.taker = taker;
    }

    void add(FrameBatch batch) {
      times.add(batch.ptsMicros());
      damage = damage.plus(batch.damage());
      batch.candidates().forEach(candidate -> pictures.put(candidate.ptsMicros(), candidate));
    }

    void add(SceneStep step) {
      for (BuiltScene scene : step.scenes()) {
        scenes.add(scene);
        taker.take(scene, scene.keyframes().stream().map(pictures::get).toList());
      }
      transitions.addAll(step.transitions());
      step.released().forEach(pictures::remove);
    }
  }
}

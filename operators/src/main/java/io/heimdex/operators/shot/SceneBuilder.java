package io.heimdex.operators.shot;

import io.heimdex.schema.Keyframe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the frames of one video into scenes.
 *
 * <p>The scenes depend on the frames and the settings alone: not on how the frames come in batches, nor on where the builder was
 * saved and restored. They are decided frame by frame, each once the detector is sure about it:
 *
 * <ol>
 *   <li>A shot begins where a transition ends. One that is shorter than the shortest scene joins the one before it; the first one joins
 *       the next.
 *   <li>What is longer than the longest scene is split where the picture is calmest, see {@link OpenScene}.
 * </ol>
 *
 * <p>It holds the frames that are not decided yet (the detector's lag and the shortest scene), and a fixed number of candidates
 * without their pictures. Each frame costs the same however long the video is. Not thread-safe.
 */
public final class SceneBuilder {
  private static final int VERSION = 2;
  private static final long DEFAULT_FRAME_MICROS = 40_000;
  private static final long MILLISECOND = 1000;

  /** What becomes of a place where a shot begins. */
  private enum Fate {
    SCENE_BEGINS,
    SHOT_JOINS,
    UNKNOWN
  }

  private final ShotDetector detector;
  private final SceneLimits limits;
  private final long lastFrameMicros;

  private final FrameQueue frames = new FrameQueue();
  private final List<Long> boundaries = new ArrayList<>();
  private final KeyframeCollector keyframes = new KeyframeCollector();
  private final OpenScene open;
  private int scenes;
  private long origin;
  private long lastPts;
  private long end = Long.MIN_VALUE;

  private List<BuiltScene> built = new ArrayList<>();
  private List<Transition> found = new ArrayList<>();

  /**
   * Begins a video.
   *
   * @param detector a new one, for this builder alone
   * @param frameRate frames per second, 0 where unknown: how long the last frame lasts if the video doesn't tell
   */
  public SceneBuilder(ShotDetector detector, SceneLimits limits, double frameRate) {
    this.detector = detector;
    this.limits = limits;
    this.lastFrameMicros = frameRate > 0 ? Math.round(1e6 / frameRate) : DEFAULT_FRAME_MICROS;
    this.open = new OpenScene(limits);
  }

  /**
   * Takes the next frames.
   *
   * @param ptsMicros presentation time of the container, ascending over all calls. A time that doesn't ascend counts as one microsecond
   *     after the one before
   * @param features of all these frames, as the detector looks at them
   * @param candidates keyframe candidates among these frames, ascending in time
   * @param endMicros end of presentation of the last frame, exclusive; means nothing without a frame
   */
  public SceneStep accept(
      long[] ptsMicros, byte[] features, List<Keyframe> candidates, long endMicros) {
    for (Keyframe candidate : candidates) {
      int place = Arrays.binarySearch(ptsMicros, candidate.ptsMicros());
      keyframes.add(candidate, frames() + (place < 0 ? -place - 1 : place));
    }
    for (int i = 0; i < ptsMicros.length; i++) {
      accept(ptsMicros[i], features, i * detector.features().bytes());
    }
    end = ptsMicros.length == 0 ? end : endMicros;
    decideBefore(detector.decidedBefore(), false);
    return takeStep();
  }

  /** Ends the video. The last scene of all is the last one of this step; a video without a frame has none. */
  public SceneStep finish() {
    if (frames() > 0) {
      addBoundaries(detector.finish());
      end = origin + durationMicros();
      decideBefore(frames.end(), true);
      keyframes.collectBefore(Long.MAX_VALUE);
      splitIfTooLong(durationMicros());
      close(frames.end(), durationMicros());
    }
    return takeStep();
  }

  /** Frames taken so far. */
  public long frames() {
    return frames.end();
  }

  /** Presentation time of the container, of the first frame; 0 if there is none. */
  public long startMicros() {
    return origin;
  }

  /** From the first frame to the end of the last one so far; at least a millisecond, unless there is no frame. */
  public long durationMicros() {
    if (frames() == 0) {
      return 0;
    }
    long known = end > lastPts ? end : lastPts + lastFrameMicros;
    return Math.max(known - origin, MILLISECOND);
  }

  private void accept(long ptsMicros, byte[] features, int offset) {
    if (frames() == 0) {
      origin = ptsMicros;
      lastPts = ptsMicros - 1;
    }
    lastPts = Math.max(ptsMicros, lastPts + 1);
    List<Transition> transitions = detector.accept(lastPts, features, offset);
    frames.add(lastPts, detector.change());
    addBoundaries(transitions);
  }

  private void addBoundaries(List<Transition> transitions) {
    for (Transition transition : transitions) {
      long frame = transition.endFrame();
      if (frame < frames.first() || frame >= frames.end()) {
        throw new IllegalStateException(
            "The detector found a " + transition.kind().label()
                + " that ends at frame " + frame + "; expected one of the undecided frames, "
                + frames.first() + " to " + (frames.end() - 1));
      }
      found.add(transition);
      keyframes.mark(transition);
      if (boundaries.isEmpty() || frame > boundaries.get(boundaries.size() - 1)) {
        boundaries.add(frame);
      }
    }
  }

  private void decideBefore(long limit, boolean ended) {
    while (frames.first() < limit) {
      if (boundaries.isEmpty() || frames.first() < boundaries.get(0)) {
        decideFirst(false);
        continue;
      }
      Fate fate = fateOfFirst(limit, ended);
      if (fate == Fate.UNKNOWN) {
        return;
      }
      boundaries.remove(0);
      decideFirst(fate == Fate.SCENE_BEGINS);
    }
  }

  /** The first waiting frame begins a shot. Is it long enough for a scene, and the video before it too? */
  private Fate fateOfFirst(long limit, boolean ended) {
    long pts = frames.pts(frames.first());
    if (pts - origin < limits.minMicros()) {
      return Fate.SHOT_JOINS;
    }
    boolean shotEnds = ended || boundaries.size() > 1;
    long reaches =
        boundaries.size() > 1 ? frames.pts(boundaries.get(1)) : ended ? end : frames.pts(limit - 1);
    if (reaches - pts >= limits.minMicros()) {
      return Fate.SCENE_BEGINS;
    }
    return shotEnds ? Fate.SHOT_JOINS : Fate.UNKNOWN;
  }

  private void decideFirst(boolean beginsScene) {
    long frame = frames.first();
    long pts = frames.pts(frame);
    float delta = frames.delta(frame);
    frames.removeFirst();
    keyframes.collectBefore(pts);
    splitIfTooLong(pts - origin);
    if (beginsScene) {
      close(frame, pts - origin);
    } else {
      open.offerSplit(frame, pts - origin, delta);
    }
  }

  private void splitIfTooLong(long micros) {
    if (open.isTooLongAt(micros)) {
      close(open.splitFrame(), open.splitMicros());
    }
  }

  /** Ends the open scene before a frame, which begins the next one. */
  private void close(long endFrame, long endMicros) {
    KeyframeChoice choice = keyframes.close(origin + open.startMicros(), origin + endMicros);
    built.add(new BuiltScene(
        scenes++,
        open.startFrame(),
        endFrame,
        open.startMicros(),
        endMicros,
        choice.keyframes(),
        choice.thumbnail()));
    open.begin(endFrame, endMicros);
  }

  private SceneStep takeStep() {
    SceneStep step = new SceneStep(built, found, keyframes.takeReleased());
    built = new ArrayList<>();
    found = new ArrayList<>();
    return step;
  }

  /** The whole state, with that of the detector. */
  public byte[] snapshot() {
    return StateBytes.write(VERSION, this::write);
  }

  /** Whether these can be features of so many frames, of the kind that the detector looks at. */
  public boolean understands(byte[] features, int count) {
    return detector.features().fits(features, count);
  }

  /**
   * Takes over a state from {@link #snapshot()} of a builder with the same settings.
   *
   * @throws UncheckedIOException if it is of another detector, or another version
   */
  public void restore(byte[] snapshot) {
    StateBytes.read(snapshot, VERSION, "a scene builder", this::read);
  }

  private void write(DataOutputStream out) throws IOException {
    byte[] detected = detector.snapshot();
    out.writeUTF(detector.kind().name());
    out.writeInt(detected.length);
    out.write(detected);
    frames.write(out);
    out.writeInt(boundaries.size());
    for (long boundary : boundaries) {
      out.writeLong(boundary);
    }
    keyframes.write(out);
    open.write(out);
    out.writeInt(scenes);
    out.writeLong(origin);
    out.writeLong(lastPts);
    out.writeLong(end);
  }

  private void read(DataInputStream in) throws IOException {
    String kind = in.readUTF();
    if (!kind.equals(detector.kind().name())) {
      throw new IOException(
          "It is of the detector " + kind + "; expected one of " + detector.kind());
    }
    detector.restore(in.readNBytes(in.readInt()));
    frames.read(in);
    boundaries.clear();
    for (int left = in.readInt(); left > 0; left--) {
      boundaries.add(in.readLong());
    }
    keyframes.read(in);
    open.read(in);
    scenes = in.readInt();
    origin = in.readLong();
    lastPts = in.readLong();
    end = in.readLong();
  }
}

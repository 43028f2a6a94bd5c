package io.heimdex.operators.media.synthetic;

import io.heimdex.operators.media.Orientation;
import io.heimdex.operators.shot.Transition;
import io.heimdex.operators.shot.TransitionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A video made up by a program: shots that look different, with cuts at frames that are known. The same description gives
 * the same bytes.
 */
public final class SyntheticVideo {
  private final SyntheticSettings settings;
  private final List<SyntheticShot> shots;

  private SyntheticVideo(SyntheticSettings settings, List<SyntheticShot> shots) {
    this.settings = settings;
    this.shots = List.copyOf(shots);
    if (shots.isEmpty()) {
      throw new IllegalArgumentException("A synthetic video has no shot; expected at least one");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Writes the video.
   *
   * @param file its ending names the container: {@code mp4}, {@code mov}, {@code mkv}, {@code webm}, {@code ts}, {@code avi}
   */
  public void write(Path file) throws IOException {
    try (SyntheticWriter writer = new SyntheticWriter(file, settings)) {
      new SyntheticFrames(settings, shots).writeTo(writer);
      writer.finish();
    }
  }

  public int frameCount() {
    return shots.stream().mapToInt(SyntheticShot::frames).sum();
  }

  /** The first frames of shots that begin with a cut, the first shot excepted. */
  public List<Long> cutFrames() {
    return transitions().stream()
        .filter(transition -> transition.kind() == TransitionKind.CUT)
        .map(Transition::endFrame)
        .toList();
  }

  /** All changes of shot, ascending. */
  public List<Transition> transitions() {
    List<Transition> transitions = new ArrayList<>();
    long start = shots.get(0).frames();
    for (SyntheticShot shot : shots.subList(1, shots.size())) {
      transitions.add(new Transition(
          shot.dissolve() == 0 ? TransitionKind.CUT : TransitionKind.DISSOLVE,
          start - 1,
          start + shot.dissolve()));
      start += shot.frames();
    }
    return List.copyOf(transitions);
  }

  /** When a frame is presented, in microseconds from the first; for {@link #frameCount()} the end of the video. */
  public long frameMicros(long frame) {
    return Math.round(settings.tick(frame) * 1e6 / settings.framesPerSecond());
  }

  /** Describes a video; what is not said is 640×360, 25 frames a second, H.264, silent, upright. */
  public static final class Builder {
    private final List<SyntheticShot> shots = new ArrayList<>();
    private int width = 640;
    private int height = 360;
    private int framesPerSecond = 25;
    private SyntheticCodec codec = SyntheticCodec.H264;
    private int groupOfPictures = 25;
    private int bFrames;
    private boolean sound;
    private Orientation orientation = Orientation.UPRIGHT;
    private int aspectWidth = 1;
    private int aspectHeight = 1;
    private boolean variableFrameRate;
    private boolean fragmented;

    private Builder() {}

    /** Of the picture as it is to be seen: upright, before any rotation is told to the player. */
    public Builder size(int newWidth, int newHeight) {
      width = newWidth;
      height = newHeight;
      return this;
    }

    public Builder framesPerSecond(int frames) {
      framesPerSecond = frames;
      return this;
    }

    /** Adds a shot after a cut. */
    public Builder shot(int frames, long seed) {
      shots.add(new SyntheticShot(frames, seed, 0, false));
      return this;
    }

    /** Adds a shot after a cut in which nothing moves. */
    public Builder stillShot(int frames, long seed) {
      shots.add(new SyntheticShot(frames, seed, 0, true));
      return this;
    }

    /** Adds a shot whose first {@code dissolve} frames blend from the shot before. */
    public Builder dissolveTo(int frames, long seed, int dissolve) {
      shots.add(new SyntheticShot(frames, seed, dissolve, false));
      return this;
    }

    public Builder codec(SyntheticCodec newCodec) {
      codec = newCodec;
      return this;
    }

    /** Frames from one sync frame to the next; 25 unless told. */
    public Builder groupOfPictures(int frames) {
      groupOfPictures = frames;
      return this;
    }

    /** B-frames between others, where the codec has them. */
    public Builder bFrames(int frames) {
      bFrames = frames;
      return this;
    }

    /** A tone, another for each second. */
    public Builder sound(boolean withSound) {
      sound = withSound;
      return this;
    }

    /** Stores the picture turned, and tells players to turn it clockwise by 0, 90, 180 or 270 degrees. */
    public Builder rotation(int degrees) {
      orientation = new Orientation(degrees, orientation.mirrored());
      return this;
    }

    /** Stores the picture mirrored too, and tells players to mirror it before they turn it. */
    public Builder mirrored(boolean inTheMirror) {
      orientation = new Orientation(orientation.degrees(), inTheMirror);
      return this;
    }

    /** Width of a pixel over its height. */
    public Builder pixelAspect(int numerator, int denominator) {
      aspectWidth = numerator;
      aspectHeight = denominator;
      return this;
    }

    /** Every third frame, the first among them, stays three times as long as the others. */
    public Builder variableFrameRate(boolean variable) {
      variableFrameRate = variable;
      return this;
    }

    /** Writes MP4 in fragments, without an index. */
    public Builder fragmented(boolean inFragments) {
      fragmented = inFragments;
      return this;
    }

    public SyntheticVideo build() {
      return new SyntheticVideo(
          new SyntheticSettings(
              width,
              height,
              framesPerSecond,
              codec,
              groupOfPictures,
              bFrames,
              sound,
              orientation,
              aspectWidth,
              aspectHeight,
              variableFrameRate,
              fragmented),
          shots);
    }

    /** Builds the video and writes it. */
    public SyntheticVideo write(Path file) throws IOException {
      SyntheticVideo video = build();
      video.write(file);
      return video;
    }
  }
}

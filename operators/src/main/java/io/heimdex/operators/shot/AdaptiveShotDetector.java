package io.heimdex.operators.shot;

import static io.heimdex.operators.media.ContentFeatures.DELTA_HUE;
import static io.heimdex.operators.media.ContentFeatures.DELTA_SATURATION;
import static io.heimdex.operators.media.ContentFeatures.DELTA_VALUE;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import java.util.List;

/**
 * Finds cuts as PySceneDetect's AdaptiveDetector does: where hue, saturation and value change several times as much as they do at
 * the frames around. So a camera that moves fast is no cut. Knows cuts only, and finds each a few frames late.
 */
public final class AdaptiveShotDetector implements ShotDetector {
  private static final int VERSION = 1;
  /** A mean below this counts as none at all. */
  private static final double STILL = 1e-5;

  private final AdaptiveSettings settings;
  /** Of the last frames, by the frame's number modulo their count; the one in the middle is looked at. */
  private final double[] scores;

  private final long[] times;
  private long frames;
  private long lastFrame;
  private long lastMicros;
  private float change;

  public AdaptiveShotDetector(AdaptiveSettings settings) {
    this.settings = settings;
    scores = new double[2 * settings.window() + 1];
    times = new long[scores.length];
  }

  @Override
  public DetectorKind kind() {
    return DetectorKind.ADAPTIVE;
  }

  @Override
  public FeatureKind features() {
    return FeatureKind.CONTENT;
  }

  @Override
  public float change() {
    return change;
  }

  @Override
  public List<Transition> accept(long ptsMicros, byte[] features, int offset) {
    change = ContentFeatures.change(features, offset);
    scores[slot(frames)] = score(features, offset);
    times[slot(frames)] = ptsMicros;
    if (frames == 0) {
      lastMicros = ptsMicros;
    }
    frames++;
    long middle = frames - 1 - settings.window();
    if (frames < scores.length || !standsOut(middle) || !isFar(ptsMicros)) {
      return List.of();
    }
    lastFrame = middle;
    lastMicros = times[slot(middle)];
    return List.of(new Transition(TransitionKind.CUT, middle - 1, middle));
  }

  private static double score(byte[] features, int offset) {
    return ((double) ContentFeatures.get(features, offset, DELTA_HUE)
            + ContentFeatures.get(features, offset, DELTA_SATURATION)
            + ContentFeatures.get(features, offset, DELTA_VALUE))
        / 3;
  }

  private boolean standsOut(long middle) {
    double score = scores[slot(middle)];
    double mean = meanAround(middle);
    return score >= settings.leastScore()
        && (mean < STILL || score / mean >= settings.leastRatio());
  }

  private double meanAround(long middle) {
    double sum = 0;
    for (long frame = middle - settings.window(); frame <= middle + settings.window(); frame++) {
      sum += frame == middle ? 0 : scores[slot(frame)];
    }
    return sum / (scores.length - 1);
  }

  /** As PySceneDetect has it, the distance is that of the frame which came last, not of the one that is looked at. */
  private boolean isFar(long ptsMicros) {
    return frames - 1 - lastFrame >= settings.minFrames()
        && ptsMicros - lastMicros >= settings.minMicros();
  }

  private int slot(long frame) {
    return (int) (frame % scores.length);
  }

  /** The last frames, which have too few behind them, are never cuts. */
  @Override
  public List<Transition> finish() {
    return List.of();
  }

  @Override
  public long decidedBefore() {
    return Math.max(0, frames - settings.window());
  }

  @Override
  public byte[] snapshot() {
    return StateBytes.write(VERSION, out -> {
      out.writeLong(frames);
      out.writeLong(lastFrame);
      out.writeLong(lastMicros);
      for (int i = 0; i < scores.length; i++) {
        out.writeDouble(scores[i]);
        out.writeLong(times[i]);
      }
    });
  }

  @Override
  public void restore(byte[] snapshot) {
    StateBytes.read(snapshot, VERSION, "an adaptive detector", in -> {
      frames = in.readLong();
      lastFrame = in.readLong();
      lastMicros = in.readLong();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = in.readDouble();
        times[i] = in.readLong();
      }
    });
  }
}

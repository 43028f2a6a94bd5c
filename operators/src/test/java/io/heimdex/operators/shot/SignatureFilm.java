package io.heimdex.operators.shot;

import io.heimdex.operators.media.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The signatures of a film that was never shot: pictures are added one by one, with the noise of compression on them. */
final class SignatureFilm {
  private final List<byte[]> frames = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final Random noise = new Random(1);
  private final long frameMicros;

  SignatureFilm(double framesPerSecond) {
    frameMicros = Math.round(1e6 / framesPerSecond);
  }

  /** What is to be seen at a place; x and y from 0 to 1, channel 0 is luma, 1 and 2 are chroma. */
  @FunctionalInterface
  interface Picture {
    double at(double x, double y, int channel);

    /** The same seen by a camera that was moved, in widths of the picture. */
    default Picture moved(double right, double down) {
      return (x, y, channel) -> at(x + right, y + down, channel);
    }

    /** The same from nearer. */
    default Picture zoomed(double factor) {
      return (x, y, channel) -> at(0.5 + (x - 0.5) / factor, 0.5 + (y - 0.5) / factor, channel);
    }

    /** The same with another picture mixed in, from 0 to 1. */
    default Picture mixed(Picture other, double share) {
      return (x, y, channel) -> (1 - share) * at(x, y, channel) + share * other.at(x, y, channel);
    }

    /** Another picture where {@code place} is below a limit. */
    default Picture wiped(Picture other, Place place, double limit) {
      return (x, y, channel) ->
          place.at(x, y) < limit ? other.at(x, y, channel) : at(x, y, channel);
    }

    /** Less or more light. */
    default Picture lit(double gain) {
      return (x, y, channel) -> {
        double zero = channel == 0 ? 16 : Signature.NO_COLOUR;
        return zero + gain * (at(x, y, channel) - zero);
      };
    }
  }

  /** A value for each place of the picture. */
  @FunctionalInterface
  interface Place {
    double at(double x, double y);
  }

  /** Smooth shapes that only this seed has. */
  static Picture scene(long seed) {
    Random random = new Random(seed);
    double[] waves = random.doubles(3 * 6 * 4).toArray();
    double[] base = {
      70 + 110 * random.nextDouble(), 100 + 56 * random.nextDouble(), 100 + 56 * random.nextDouble()
    };
    return (x, y, channel) -> {
      double value = base[channel];
      for (int wave = 0; wave < 6; wave++) {
        int at = 4 * (6 * channel + wave);
        double size = (channel == 0 ? 22 : 8) * (0.5 + waves[at]);
        value += size
            * Math.sin(2
                * Math.PI
                * (3 * (waves[at + 1] - 0.5) * x + 3 * (waves[at + 2] - 0.5) * y + waves[at + 3]));
      }
      return value;
    };
  }

  /** One colour all over. */
  static Picture flat(double luma) {
    return (x, y, channel) -> channel == 0 ? luma : Signature.NO_COLOUR;
  }

  /** Number of the next frame. */
  int length() {
    return frames.size();
  }

  SignatureFilm add(Picture picture) {
    return add(picture, 0.4);
  }

  /** A frame without noise. */
  SignatureFilm addStill(Picture picture) {
    return add(picture, 0);
  }

  private SignatureFilm add(Picture picture, double deviation) {
    byte[] signature = new byte[Signature.BYTES];
    fill(signature, 0, picture, deviation, 0, Signature.LUMA_COLUMNS, Signature.LUMA_ROWS);
    fill(
        signature,
        Signature.U,
        picture,
        deviation,
        1,
        Signature.CHROMA_COLUMNS,
        Signature.CHROMA_ROWS);
    fill(
        signature,
        Signature.V,
        picture,
        deviation,
        2,
        Signature.CHROMA_COLUMNS,
        Signature.CHROMA_ROWS);
    times.add(frames.size() * frameMicros);
    frames.add(signature);
    return this;
  }

  /** A shot whose camera drifts slowly. */
  SignatureFilm shot(Picture picture, int length) {
    for (int i = 0; i < length; i++) {
      add(picture.moved(0.0005 * i, 0));
    }
    return this;
  }

  private void fill(
      byte[] to,
      int offset,
      Picture picture,
      double deviation,
      int channel,
      int columns,
      int rows) {
    for (int i = 0; i < columns * rows; i++) {
      double x = (i % columns + 0.5) / columns;
      double y = (i / columns + 0.5) / rows;
      double value = picture.at(x, y, channel) + noise.nextGaussian() * deviation;
      to[offset + i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
  }

  /** All transitions that a new detector finds. */
  List<Transition> transitions() {
    HybridShotDetector detector = new HybridShotDetector();
    List<Transition> found = new ArrayList<>();
    for (int frame = 0; frame < length(); frame++) {
      found.addAll(show(detector, frame));
    }
    found.addAll(detector.finish());
    return found;
  }

  /** Gives one frame to a detector. */
  List<Transition> show(HybridShotDetector detector, int frame) {
    return detector.accept(times.get(frame), frames.get(frame), 0);
  }
}

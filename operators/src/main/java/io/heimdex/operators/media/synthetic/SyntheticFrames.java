package io.heimdex.operators.media.synthetic;

import io.heimdex.operators.image.RgbImage;
import java.util.List;

/** The pictures of a synthetic video, one after the other, as they are stored. */
final class SyntheticFrames {
  private final SyntheticSettings settings;
  private final List<SyntheticShot> shots;
  private final int[] pixels;
  private final int[] formerPixels;

  SyntheticFrames(SyntheticSettings settings, List<SyntheticShot> shots) {
    this.settings = settings;
    this.shots = shots;
    pixels = new int[settings.width() * settings.height()];
    formerPixels = new int[pixels.length];
  }

  void writeTo(SyntheticWriter writer) {
    for (int i = 0; i < shots.size(); i++) {
      for (int frame = 0; frame < shots.get(i).frames(); frame++) {
        paint(i, frame);
        writer.write(stored());
      }
    }
  }

  private void paint(int index, int frame) {
    SyntheticShot shot = shots.get(index);
    painter(index).paint(shot.still() ? 0 : frame, pixels);
    if (frame < shot.dissolve() && index > 0) {
      painter(index - 1).paint(shots.get(index - 1).frames() + frame, formerPixels);
      blend((frame + 1.0) / (shot.dissolve() + 1));
    }
  }

  private ShotPainter painter(int index) {
    return new ShotPainter(
        settings.width(), settings.height(), index, shots.get(index).seed());
  }

  private void blend(double share) {
    int weight = (int) Math.round(share * 256);
    for (int i = 0; i < pixels.length; i++) {
      int blended = 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        int now = pixels[i] >> shift & 0xff;
        int former = formerPixels[i] >> shift & 0xff;
        blended |= (now * weight + former * (256 - weight)) >> 8 << shift;
      }
      pixels[i] = blended;
    }
  }

  /** Turned against the rotation that players will apply. */
  private RgbImage stored() {
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    RgbImage upright = new RgbImage(settings.width(), settings.height(), rgb);
    return settings.orientation().inverse().apply(upright);
  }
}

package io.heimdex.operators.media.synthetic;

import io.heimdex.operators.media.Orientation;

/** How a synthetic video is encoded. */
record SyntheticSettings(
    int width,
    int height,
    int framesPerSecond,
    SyntheticCodec codec,
    int groupOfPictures,
    int bFrames,
    boolean sound,
    Orientation orientation,
    int aspectWidth,
    int aspectHeight,
    boolean variableFrameRate,
    boolean fragmented) {
  SyntheticSettings {
    if (width < 1 || height < 1 || framesPerSecond < 1 || groupOfPictures < 1 || bFrames < 0) {
      throw new IllegalArgumentException("A synthetic video of " + width + "x" + height + ", "
          + framesPerSecond + " frames a second, in groups of " + groupOfPictures + " with "
          + bFrames + " B-frames can't be made");
    }
  }

  /** Of the picture as it is stored. */
  int codedWidth() {
    return orientation.swapsSides() ? height : width;
  }

  /** Of the picture as it is stored. */
  int codedHeight() {
    return orientation.swapsSides() ? width : height;
  }

  /** When a frame is presented, counted in frames of the shortest duration. */
  long tick(long frame) {
    return variableFrameRate ? frame + 2 * ((frame + 2) / 3) : frame;
  }
}

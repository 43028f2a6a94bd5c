package io.heimdex.local.sheet;

import io.heimdex.operators.image.RgbImage;

/**
 * One picture of a contact sheet.
 *
 * @param begins how its scene begins, if it is the scene's first picture; else {@link Mark#NONE}
 * @param micros of the picture, from the first frame of the video
 */
record SheetPicture(int scene, Mark begins, long micros, RgbImage picture) {
  /** Between two pictures. */
  enum Mark {
    /** The same scene goes on. */
    NONE(0x202020),
    /** A cut. */
    CUT(0xe03030),
    /** A dissolve, a fade or a wipe. */
    GRADUAL(0x3080f0),
    /** The start of the video, or a split where a scene would be too long. */
    LIMIT(0xa0a0a0);

    private final int colour;

    Mark(int colour) {
      this.colour = colour;
    }

    /** 0xRRGGBB. */
    int colour() {
      return colour;
    }
  }
}

package io.heimdex.operators.store;

import io.heimdex.operators.image.ImageCodec;
import io.heimdex.operators.image.ImageFormatException;
import io.heimdex.schema.Keyframe;

/** Pictures that stand for scenes: centre-cropped to 16:9. The same keyframe gives the same bytes. */
final class Thumbnails {
  static final String CONTENT_TYPE = "image/webp";
  static final int WIDTH = 320;
  static final int HEIGHT = 180;
  private static final int QUALITY = 80;

  private Thumbnails() {}

  static byte[] webp(Keyframe keyframe) {
    try {
      return ImageCodec.encodeWebp(
          ImageCodec.cropAndScale(ImageCodec.decode(keyframe.jpeg()), WIDTH, HEIGHT), QUALITY);
    } catch (ImageFormatException e) {
      // We encoded it, and the embedder decoded it before.
      throw new IllegalStateException(
          "The keyframe at " + keyframe.ptsMicros() + " us is no picture any more", e);
    }
  }
}

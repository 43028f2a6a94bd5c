package io.heimdex.operators.media;

import io.heimdex.schema.VideoInfo;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Measures frames in presentation order. Not thread-safe. */
interface FeatureMeter extends AutoCloseable {

  /**
   * Measures the next frame. What comes out depends on this frame and the one before alone.
   *
   * @param features takes {@link FeatureKind#bytes()} from {@code offset} on
   * @return how much the frame differs from the one before, 0 to 255: 0 for the first one
   */
  float measure(AVFrame frame, byte[] features, int offset);

  @Override
  void close();

  /** A new one for a video. */
  static FeatureMeter of(FeatureKind kind, VideoInfo info) {
    return switch (kind) {
      case CONTENT -> new ContentMeter(info);
      case TRANSNET -> new TransnetMeter();
      case SIGNATURE -> new SignatureMeter();
    };
  }
}

package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A sync frame, decoded alone. Owns the frame. */
record SyncPicture(AVFrame frame, byte[] look) implements AutoCloseable {

  long pts() {
    return frame.pts();
  }

  @Override
  public void close() {
    av_frame_free(frame);
  }
}

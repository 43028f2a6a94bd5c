package io.heimdex.operators.media;

import io.heimdex.schema.VideoInfo;
import java.io.IOException;

/** Decoding alone, by the calls of a scan: what a scan costs at least. */
public final class PlainDecoding {
  private PlainDecoding() {}

  /**
   * Decodes a whole video on the calling thread and looks at none of its frames.
   *
   * @return how many there are
   * @throws MediaException if the container can't be opened
   */
  public static long frames(String url, VideoInfo info, MediaSettings settings)
      throws MediaException, IOException, InterruptedException {
    long frames = 0;
    MediaInput input = MediaInput.open(url, settings);
    try (FrameReader reader = new FrameReader(input, info, settings)) {
      while (reader.next()) {
        frames++;
      }
    }
    return frames;
  }
}

package io.heimdex.operators.publish;

import io.heimdex.schema.VideoRef;

/**
 * State: the revision of a video whose rows are being collected. Public, and flat, for Flink's serialiser.
 *
 * @param sceneCount -1 until the row came that tells it
 * @param received distinct scenes so far
 */
public record OpenVideo(VideoRef video, int sceneCount, int received) {
  static OpenVideo of(VideoRef video) {
    return new OpenVideo(video, -1, 0);
  }

  boolean isComplete() {
    return sceneCount >= 0 && received >= sceneCount;
  }
}

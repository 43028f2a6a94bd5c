package io.heimdex.schema;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** The id of a scene: a UUIDv5 (RFC 9562) of video, generation and scene index, so that a retry names the same scene. */
public final class SceneIds {
  private SceneIds() {}

  /** Names scene {@code sceneIndex} of a generation, in the namespace of its video's UUID. */
  public static String of(VideoRef video, int sceneIndex) {
    return UuidCreator.getNameBasedSha1(
            UUID.fromString(video.videoId()), video.generation() + "/" + sceneIndex)
        .toString();
  }
}

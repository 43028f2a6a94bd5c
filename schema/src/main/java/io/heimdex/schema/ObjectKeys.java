package io.heimdex.schema;

/** Keys of the objects that are derived from a video. Deterministic, so that a retry overwrites rather than adds. */
public final class ObjectKeys {
  /** Every thumbnail's key begins so. */
  public static final String THUMBNAILS = "thumbnails/";
  /** Every sidecar's key begins so. */
  public static final String SIDECARS = "sidecars/";

  private ObjectKeys() {}

  /** {@code thumbnails/{video}/{generation}/{scene}.webp}. */
  public static String thumbnail(VideoRef video, String sceneId) {
    return thumbnailPrefix(video.videoId()) + video.generation() + "/" + sceneId + ".webp";
  }

  /** {@code sidecars/{video}/{generation}/{scene}.json}. */
  public static String sidecar(VideoRef video, String sceneId) {
    return sidecarPrefix(video.videoId()) + video.generation() + "/" + sceneId + ".json";
  }

  /** Where all thumbnails of a video stand, in every generation. */
  public static String thumbnailPrefix(String videoId) {
    return THUMBNAILS + videoId + "/";
  }

  /** Where all sidecars of a video stand, in every generation. */
  public static String sidecarPrefix(String videoId) {
    return SIDECARS + videoId + "/";
  }
}

package io.heimdex.schema;

/**
 * What the probe found in a container, of its default video stream.
 *
 * @param container FFmpeg's name of the demuxer, e.g. {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec FFmpeg's name of the codec, e.g. {@code h264}
 * @param mimeType of the container
 * @param streamIndex of the video stream in the container
 * @param width of the coded picture, in pixels, before rotation
 * @param height of the coded picture, in pixels, before rotation
 * @param rotationDegrees clockwise turn that makes the picture upright: 0, 90, 180 or 270
 * @param pixelAspect width of a pixel over its height; 1 where unknown
 * @param frameRate average frames per second; 0 where unknown
 * @param durationMicros -1 where the container does not tell
 * @param sizeBytes of the object; -1 where unknown
 * @param seekable whether a time can be reached through an index, so that segments can be cut
 * @param mirrored whether the picture is to be mirrored, left to right, before it is turned
 */
public record VideoInfo(
    String container,
    String codec,
    String mimeType,
    int streamIndex,
    int width,
    int height,
    int rotationDegrees,
    double pixelAspect,
    double frameRate,
    long startMicros,
    long durationMicros,
    long sizeBytes,
    boolean hasAudio,
    boolean seekable,
    boolean mirrored) {}

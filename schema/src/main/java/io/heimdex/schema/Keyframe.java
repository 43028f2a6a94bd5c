package io.heimdex.schema;

/**
 * A picture that may stand for a scene: upright, with square pixels.
 *
 * @param ptsMicros presentation time of the container
 * @param jpeg at most about 100 KB
 * @param brightness mean luma, 0 (black) to 255
 * @param contrast standard deviation of the luma; near 0 is flat
 * @param clipped share of the picture that is black or white, 0 to 1
 * @param sharpness variance of the Laplacian of the luma; near 0 is blurred or flat
 */
public record Keyframe(
    long ptsMicros,
    byte[] jpeg,
    float brightness,
    float contrast,
    float clipped,
    float sharpness) {}

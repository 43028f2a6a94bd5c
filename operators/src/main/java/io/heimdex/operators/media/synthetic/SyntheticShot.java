package io.heimdex.operators.media.synthetic;

/**
 * One shot of a synthetic video.
 *
 * @param frames that are purely of this shot, or fade into it
 * @param seed gives the colours and the pattern
 * @param dissolve how many of the frames, the first ones, blend from the shot before; 0 for a cut
 * @param still whether nothing moves
 */
public record SyntheticShot(int frames, long seed, int dissolve, boolean still) {
  public SyntheticShot {
    if (frames < 1 || dissolve < 0 || dissolve >= frames) {
      throw new IllegalArgumentException("A shot of " + frames + " frames dissolves over "
          + dissolve + " of them; expected at least 1 frame, and fewer to dissolve");
    }
  }
}

package io.heimdex.operators.media;

import io.heimdex.schema.Damage;
import io.heimdex.schema.Keyframe;
import java.util.List;

/**
 * A run of decoded frames, as features.
 *
 * @param ptsMicros presentation time of the container, of each frame, ascending
 * @param features {@link FeatureKind#bytes()} a frame, frame by frame
 * @param candidates keyframe candidates among these frames, ascending in time
 * @param endMicros end of presentation of the last frame, exclusive
 * @param last whether the span ends with this batch
 * @param damage in and before these frames, since the frame before them; behind the last one of the video too
 */
public record FrameBatch(
    long[] ptsMicros,
    byte[] features,
    List<Keyframe> candidates,
    long endMicros,
    boolean last,
    Damage damage) {

  /** One without damage. */
  public FrameBatch(
      long[] ptsMicros, byte[] features, List<Keyframe> candidates, long endMicros, boolean last) {
    this(ptsMicros, features, candidates, endMicros, last, Damage.NONE);
  }
}

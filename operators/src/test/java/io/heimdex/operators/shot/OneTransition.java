package io.heimdex.operators.shot;

import io.heimdex.operators.media.FeatureKind;
import java.util.List;

/** Finds one transition, some frames after its end. Keeps no state across a restart. */
final class OneTransition implements ShotDetector {
  private final Transition transition;
  private final int lag;
  private long frames;

  OneTransition(Transition transition, int lag) {
    this.transition = transition;
    this.lag = lag;
  }

  @Override
  public DetectorKind kind() {
    return DetectorKind.CONTENT;
  }

  @Override
  public FeatureKind features() {
    return FeatureKind.CONTENT;
  }

  @Override
  public List<Transition> accept(long ptsMicros, byte[] features, int offset) {
    frames++;
    return frames == transition.endFrame() + lag ? List.of(transition) : List.of();
  }

  @Override
  public float change() {
    return 0;
  }

  @Override
  public List<Transition> finish() {
    return frames < transition.endFrame() + lag ? List.of(transition) : List.of();
  }

  @Override
  public long decidedBefore() {
    return Math.max(0, frames - lag);
  }

  @Override
  public byte[] snapshot() {
    return new byte[0];
  }

  @Override
  public void restore(byte[] snapshot) {}
}

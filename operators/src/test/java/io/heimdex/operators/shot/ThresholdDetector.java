package io.heimdex.operators.shot;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds the cuts of a {@link SyntheticVideo}, each a fixed number of frames late. */
public final class ThresholdDetector implements ShotDetector {
  private final int lag;
  private final List<Transition> late = new ArrayList<>();
  private long frames;
  private float change;

  public ThresholdDetector(int lag) {
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
  public float change() {
    return change;
  }

  @Override
  public List<Transition> accept(long ptsMicros, byte[] features, int offset) {
    if (ContentFeatures.get(features, offset, ContentFeatures.DELTA_VALUE) >= SyntheticVideo.CUT) {
      late.add(new Transition(TransitionKind.CUT, frames - 1, frames));
    }
    change = ContentFeatures.change(features, offset);
    frames++;
    return takeUntil(decidedBefore());
  }

  @Override
  public List<Transition> finish() {
    return takeUntil(frames);
  }

  @Override
  public long decidedBefore() {
    return Math.max(0, frames - lag);
  }

  @Override
  public byte[] snapshot() {
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + 8 * late.size()).putLong(frames).putInt(late.size());
    late.forEach(transition -> bytes.putLong(transition.endFrame()));
    return bytes.array();
  }

  @Override
  public void restore(byte[] snapshot) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot);
    frames = bytes.getLong();
    late.clear();
    for (int left = bytes.getInt(); left > 0; left--) {
      long frame = bytes.getLong();
      late.add(new Transition(TransitionKind.CUT, frame - 1, frame));
    }
  }

  private List<Transition> takeUntil(long frame) {
    List<Transition> taken = late.stream().filter(t -> t.endFrame() < frame).toList();
    late.removeAll(taken);
    return taken;
  }
}

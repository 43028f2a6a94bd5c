package io.heimdex.operators.shot;

import static io.heimdex.operators.media.ContentFeatures.DELTA_HUE;
import static io.heimdex.operators.media.ContentFeatures.DELTA_SATURATION;
import static io.heimdex.operators.media.ContentFeatures.DELTA_VALUE;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import java.util.List;

/**
 * Finds cuts as PySceneDetect's ContentDetector does: where hue, saturation and value together change by a threshold from
 * one frame to the next. Knows cuts only; gradual transitions are found late, as a cut, or not at all.
 */
public final class ContentShotDetector implements ShotDetector {
  private static final int VERSION = 1;

  private final ContentSettings settings;
  private final double weights;
  private final FlashFilter filter;
  private long frames;
  private float change;

  public ContentShotDetector() {
    this(ContentSettings.DEFAULT);
  }

  public ContentShotDetector(ContentSettings settings) {
    this.settings = settings;
    weights = Math.abs(settings.hueWeight())
        + Math.abs(settings.saturationWeight())
        + Math.abs(settings.valueWeight());
    filter = new FlashFilter(settings.minFrames(), settings.minMicros());
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
    boolean above = frames > 0 && score(features, offset) >= settings.threshold();
    long cut = filter.accept(frames, ptsMicros, above);
    change = ContentFeatures.change(features, offset);
    frames++;
    return cut == FlashFilter.NONE
        ? List.of()
        : List.of(new Transition(TransitionKind.CUT, cut - 1, cut));
  }

  private double score(byte[] features, int offset) {
    return (settings.hueWeight() * ContentFeatures.get(features, offset, DELTA_HUE)
            + settings.saturationWeight() * ContentFeatures.get(features, offset, DELTA_SATURATION)
            + settings.valueWeight() * ContentFeatures.get(features, offset, DELTA_VALUE))
        / weights;
  }

  /** Cuts that are still being merged at the end are dropped, as PySceneDetect drops them. */
  @Override
  public List<Transition> finish() {
    return List.of();
  }

  @Override
  public long decidedBefore() {
    return filter.earliestCut(frames);
  }

  @Override
  public byte[] snapshot() {
    return StateBytes.write(VERSION, out -> {
      out.writeLong(frames);
      filter.write(out);
    });
  }

  @Override
  public void restore(byte[] snapshot) {
    StateBytes.read(snapshot, VERSION, "a content detector", in -> {
      frames = in.readLong();
      filter.read(in);
    });
  }
}

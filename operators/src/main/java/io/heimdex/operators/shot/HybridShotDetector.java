package io.heimdex.operators.shot;

import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.Signature;
import java.util.List;
import java.util.Optional;

/**
 * Finds cuts, dissolves, fades and wipes from {@link Signature}s of the frames, and knows flashes, changes of light, camera
 * movement and passing objects for what they are. No learned weights: its rules and their sources are in docs/detection.md.
 *
 * <p>It holds the signatures of the last frames and decides about a second behind the newest one; behind the start of a long
 * gradual transition later, yet never more than the window holds. Not thread-safe.
 */
public final class HybridShotDetector implements ShotDetector {
  private static final int VERSION = 1;

  private static final long SETTLE_MICROS = 1_000_000;
  private static final int LEAST_SETTLE = 12;
  private static final int MOST_SETTLE = 64;
  /** Groups of findings that reach this close to the window's end are decided as they are. */
  private static final int RESERVE = 8;

  /** Weight of the signature's channels in {@link SignatureWindow#difference}: luma, U and V. */
  private static final int CHANNELS = 3;

  private final SignatureWindow window = new SignatureWindow();
  private final SameScene same = new SameScene(window);
  private final CutSearch cuts = new CutSearch(window, same);
  private final GradualSearch graduals = new GradualSearch(window, same);
  private final FadeSearch fades = new FadeSearch(window, same);
  private final Findings findings = new Findings();

  @Override
  public DetectorKind kind() {
    return DetectorKind.HYBRID;
  }

  @Override
  public FeatureKind features() {
    return FeatureKind.SIGNATURE;
  }

  @Override
  public List<Transition> accept(long ptsMicros, byte[] features, int offset) {
    window.add(ptsMicros, features, offset);
    fades.look(findings::add);
    graduals.look(findings::add);
    cuts.look(findings::add);
    long last = window.end() - 1;
    long settled = Math.min(
        Math.min(cuts.next() - 1, fades.undecidedFrom()),
        window.back(last, SETTLE_MICROS, LEAST_SETTLE, MOST_SETTLE));
    return findings.decide(settled, last - SignatureWindow.CAPACITY + RESERVE, this::confirmed);
  }

  /** Cuts and fades are found when enough of what follows is known; the others as soon as they can be. */
  private Optional<FoundTransition> confirmed(FoundTransition found) {
    return switch (found.kind()) {
      case CUT, FADE -> Optional.of(found);
      case DISSOLVE, WIPE ->
        graduals
            .confirmed(found)
            .filter(gradual -> !same.comesBack(
                found.start(), found.end(), 0.15f * window.distance(found.start(), found.end())));
    };
  }

  @Override
  public float change() {
    long last = window.end() - 1;
    return last < 1 ? 0 : window.step(last) / CHANNELS;
  }

  @Override
  public List<Transition> finish() {
    fades.finish(findings::add);
    cuts.finish(findings::add);
    return findings.decide(window.end(), window.end(), this::confirmed);
  }

  @Override
  public long decidedBefore() {
    return Math.min(findings.decidedBefore(), window.end());
  }

  @Override
  public byte[] snapshot() {
    return StateBytes.write(VERSION, out -> {
      window.write(out);
      fades.write(out);
      out.writeLong(cuts.next());
      findings.write(out);
    });
  }

  @Override
  public void restore(byte[] snapshot) {
    StateBytes.read(snapshot, VERSION, "a hybrid detector", in -> {
      window.read(in);
      fades.read(in);
      cuts.next(in.readLong());
      findings.read(in);
    });
  }
}

package io.heimdex.operators.shot;

import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.TransnetFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds transitions with TransNetV2 (Souček and Lokoč, "TransNet V2: An effective deep network architecture for fast shot
 * transition detection", arXiv:2008.04838), as its authors' inference does: the network sees a hundred frames at a time and is asked about the
 * fifty in the middle; the first and the last frame of the video are repeated where there are none. A run of frames that it takes for a
 * change is one transition: the shot before ends with the run's first frame, the next begins behind its last.
 *
 * <p>It does not tell kinds of transitions: what takes one frame is called a cut, all else a dissolve.
 */
public final class TransnetShotDetector implements ShotDetector {
  private static final int VERSION = 1;
  private static final int BYTES = TransnetFeatures.BYTES;
  /** Frames before those that are asked about. */
  private static final int MARGIN = 25;

  private static final int STEP = TransnetNetwork.FRAMES - 2 * MARGIN;
  private static final long NONE = -1;

  private final TransnetNetwork network;
  /** Begins {@link #MARGIN} frames before the first one that is not decided. */
  private final byte[] window = new byte[TransnetNetwork.FRAMES * BYTES];

  private int filled;
  private long frames;
  private long decided;
  private long changesSince = NONE;
  private float change;

  TransnetShotDetector(TransnetNetwork network) {
    this.network = network;
  }

  @Override
  public DetectorKind kind() {
    return DetectorKind.TRANSNETV2;
  }

  @Override
  public FeatureKind features() {
    return FeatureKind.TRANSNET;
  }

  @Override
  public float change() {
    return change;
  }

  @Override
  public List<Transition> accept(long ptsMicros, byte[] features, int offset) {
    if (frames == 0) {
      for (int i = 0; i < MARGIN; i++) {
        put(features, offset);
      }
    }
    change = TransnetFeatures.change(window, (filled - 1) * BYTES, features, offset);
    put(features, offset);
    frames++;
    List<Transition> found = new ArrayList<>();
    decideIfFull(found);
    return found;
  }

  private void put(byte[] features, int offset) {
    System.arraycopy(features, offset, window, filled * BYTES, BYTES);
    filled++;
  }

  private void decideIfFull(List<Transition> found) {
    if (filled < TransnetNetwork.FRAMES) {
      return;
    }
    boolean[] changes = network.changes(window);
    for (int i = MARGIN; i < MARGIN + STEP && decided < frames; i++) {
      decide(changes[i], found);
    }
    filled -= STEP;
    System.arraycopy(window, STEP * BYTES, window, 0, filled * BYTES);
  }

  private void decide(boolean changes, List<Transition> found) {
    if (changes && changesSince == NONE) {
      changesSince = decided;
    } else if (!changes && changesSince != NONE) {
      // Before a change that begins with the video there is no shot.
      if (changesSince > 0) {
        found.add(transition(changesSince, decided));
      }
      changesSince = NONE;
    }
    decided++;
  }

  private static Transition transition(long start, long end) {
    TransitionKind kind = end - start == 1 ? TransitionKind.CUT : TransitionKind.DISSOLVE;
    return new Transition(kind, start, end);
  }

  /** A change that lasts to the end is none: no shot follows it. */
  @Override
  public List<Transition> finish() {
    List<Transition> found = new ArrayList<>();
    while (decided < frames) {
      System.arraycopy(window, (filled - 1) * BYTES, window, filled * BYTES, BYTES);
      filled++;
      decideIfFull(found);
    }
    return found;
  }

  @Override
  public long decidedBefore() {
    return decided;
  }

  @Override
  public byte[] snapshot() {
    return StateBytes.write(VERSION, out -> {
      out.writeLong(frames);
      out.writeLong(decided);
      out.writeLong(changesSince);
      out.writeInt(filled);
      out.write(window, 0, filled * BYTES);
    });
  }

  @Override
  public void restore(byte[] snapshot) {
    StateBytes.read(snapshot, VERSION, "a TransNetV2 detector", in -> {
      frames = in.readLong();
      decided = in.readLong();
      changesSince = in.readLong();
      filled = in.readInt();
      in.readFully(window, 0, filled * BYTES);
    });
  }
}

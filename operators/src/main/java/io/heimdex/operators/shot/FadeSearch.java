package io.heimdex.operators.shot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Finds transitions by way of a flat picture: fades through black, white or another colour. A short flat run is one transition,
 * from where the contrast begins to fall to where it has risen again; a longer one is a shot of its own, with a transition before and
 * after it, except at the very start of a video. Not thread-safe.
 */
final class FadeSearch {
  private static final long AHEAD_MICROS = 900_000;
  private static final int LEAST_AHEAD = 10;
  private static final int MOST_AHEAD = 56;

  private static final long RAMP_MICROS = 1_300_000;
  private static final int LEAST_RAMP = 3;
  private static final int MOST_RAMP = 100;
  /** A step of less than this share of the steepest ends a ramp. */
  private static final float SLOW = 0.2f;
  /** How many frames may fail to rise: frames that are shown twice, and noise. */
  private static final int PATIENCE = 3;

  /** The flattest frame's contrast, relative to that around. */
  private static final float FLATTEST = 0.2f;

  private static final float MOST_RESIDUAL = 0.15f;
  private static final long NONE = -1;

  private final SignatureWindow window;
  private final SameScene same;
  private long flatFrom = NONE;
  private long flatTo = NONE;
  /** Whether the flat run is a shot of its own. */
  private boolean shot;

  FadeSearch(SignatureWindow window, SameScene same) {
    this.window = window;
    this.same = same;
  }

  /** The earliest frame of a fade that is not decided yet. */
  long undecidedFrom() {
    if (flatFrom == NONE) {
      return Long.MAX_VALUE;
    }
    return shot ? flatTo : topBefore(flatFrom);
  }

  void look(Consumer<FoundTransition> found) {
    long last = window.end() - 1;
    if (window.isFlat(last)) {
      stayFlat(last, found);
    } else if (flatFrom != NONE && isLongAgo(flatTo, last)) {
      leave(found);
    }
  }

  /** Ends the video. */
  void finish(Consumer<FoundTransition> found) {
    if (flatFrom != NONE && flatTo < window.end() - 1) {
      leave(found);
    } else if (flatFrom != NONE && !shot) {
      enter(found);
    }
  }

  private void stayFlat(long last, Consumer<FoundTransition> found) {
    if (flatFrom != NONE && !window.isFlat(last - 1) && hasRisen(last)) {
      leave(found);
    }
    if (flatFrom == NONE) {
      flatFrom = last;
      shot = last == 0;
    }
    flatTo = last;
    if (!shot && isLongAgo(flatFrom, last)) {
      shot = true;
      enter(found);
    }
  }

  /** Whether there was a picture since the flat ones. */
  private boolean hasRisen(long last) {
    for (long frame = flatTo + 1; frame < last; frame++) {
      if (window.contrast(frame) > 3 * SignatureWindow.FLAT) {
        return true;
      }
    }
    return false;
  }

  private boolean isLongAgo(long frame, long last) {
    long frames = last - frame;
    return frames >= LEAST_AHEAD
        && (frames >= MOST_AHEAD || window.pts(last) - window.pts(frame) >= AHEAD_MICROS);
  }

  private void enter(Consumer<FoundTransition> found) {
    long start = topBefore(flatFrom);
    if (start < flatFrom) {
      accept(start, flatFrom, found);
    }
  }

  private void leave(Consumer<FoundTransition> found) {
    long end = topAfter(flatTo);
    long start = shot ? flatTo : topBefore(flatFrom);
    boolean opening = flatFrom == 0;
    boolean fade = !opening
        && start < end
        && isRamp(flatTo, end)
        && least()
            <= FLATTEST
                * Math.min(shot ? Float.MAX_VALUE : window.contrast(start), window.contrast(end))
        && (shot
            || (isRamp(start, flatFrom)
                && !same.comesBack(start, end, 0.15f * Math.max(8, window.distance(start, end)))));
    if (fade) {
      accept(
          shot ? start : Blend.departure(window, start, flatFrom),
          Blend.arrival(window, flatTo, end),
          found);
    }
    flatFrom = NONE;
  }

  private void accept(long start, long end, Consumer<FoundTransition> found) {
    found.accept(FoundTransition.of(TransitionKind.FADE, start, end, window.distance(start, end)));
  }

  private float least() {
    float least = Float.MAX_VALUE;
    for (long frame = Math.max(flatFrom, window.first()); frame <= flatTo; frame++) {
      least = Math.min(least, window.contrast(frame));
    }
    return least;
  }

  /** Whether a picture turns into a flat one, or out of it, as in a dissolve; in one step or two it is a cut. */
  private boolean isRamp(long from, long to) {
    return to - from < LEAST_RAMP || Blend.of(window, from, to).residual() < MOST_RESIDUAL;
  }

  /** Where the contrast began to fall towards a flat frame. */
  private long topBefore(long frame) {
    long earliest = window.back(frame, RAMP_MICROS, LEAST_RAMP, MOST_RAMP);
    float steepest = 0;
    long at = frame;
    while (at > earliest && !isCut(at)) {
      long higher = at - 1;
      while (higher > Math.max(earliest, at - PATIENCE)
          && window.contrast(higher) <= window.contrast(at)) {
        higher--;
      }
      float step = window.path(higher, at);
      if (window.contrast(higher) <= window.contrast(at) || step < SLOW * steepest) {
        break;
      }
      steepest = Math.max(steepest, step);
      at = higher;
    }
    return at;
  }

  /** Where the contrast ceases to rise from a flat frame. */
  private long topAfter(long frame) {
    long latest = window.forth(frame, RAMP_MICROS, LEAST_RAMP, MOST_RAMP);
    float steepest = 0;
    long at = frame;
    while (at < latest) {
      long higher = at + 1;
      while (higher < Math.min(latest, at + PATIENCE)
          && window.contrast(higher) <= window.contrast(at)) {
        higher++;
      }
      float step = window.path(at, higher);
      if (window.contrast(higher) <= window.contrast(at)
          || step < SLOW * steepest
          || isCut(higher)) {
        break;
      }
      steepest = Math.max(steepest, step);
      at = higher;
    }
    return at;
  }

  private boolean isCut(long frame) {
    float around = Math.max(
        window.largestJump(frame - PATIENCE, frame - 1),
        window.largestJump(frame + 1, frame + PATIENCE));
    return window.jump(frame) > 12 && window.jump(frame) > 4 * around;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(flatFrom);
    out.writeLong(flatTo);
    out.writeBoolean(shot);
  }

  void read(DataInputStream in) throws IOException {
    flatFrom = in.readLong();
    flatTo = in.readLong();
    shot = in.readBoolean();
  }
}

package io.heimdex.operators.shot;

import java.util.Arrays;

/** When each frame of a video begins, from its first frame on. Ascends as {@link SceneBuilder} has it. Not thread-safe. */
final class FrameTimes {
  private long[] times = new long[1024];
  private int frames;

  void add(long[] ptsMicros) {
    if (frames + ptsMicros.length > times.length) {
      times = Arrays.copyOf(times, Math.max(2 * times.length, frames + ptsMicros.length));
    }
    for (long pts : ptsMicros) {
      times[frames] = frames == 0 ? pts : Math.max(pts, times[frames - 1] + 1);
      frames++;
    }
  }

  TimedTransition time(Transition transition) {
    return new TimedTransition(
        transition, micros(transition.startFrame()), micros(transition.endFrame()));
  }

  private long micros(long frame) {
    return times[Math.toIntExact(frame)] - times[0];
  }
}

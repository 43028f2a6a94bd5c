package io.heimdex.operators.shot;

import java.util.ArrayList;
import java.util.List;

/** The rules of {@link SceneBuilder} once more, over a whole video at once and without any regard to cost. */
final class SceneOracle {
  private final SyntheticVideo video;
  private final SceneLimits limits;

  SceneOracle(SyntheticVideo video, SceneLimits limits) {
    this.video = video;
    this.limits = limits;
  }

  /** First frame of each scene. */
  List<Integer> sceneStarts() {
    List<Integer> starts = new ArrayList<>();
    List<Integer> shots = shotStarts();
    for (int i = 0; i < shots.size(); i++) {
      int end = i + 1 < shots.size() ? shots.get(i + 1) : video.frames();
      addSplit(shots.get(i), end, starts);
    }
    return starts;
  }

  private List<Integer> shotStarts() {
    List<Integer> cuts = new ArrayList<>();
    for (int frame = 0; frame < video.frames(); frame++) {
      if (video.delta(frame) >= SyntheticVideo.CUT) {
        cuts.add(frame);
      }
    }
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i < cuts.size(); i++) {
      long end = i + 1 < cuts.size() ? time(cuts.get(i + 1)) : time(video.frames());
      long start = time(cuts.get(i));
      if (start >= limits.minMicros() && end - start >= limits.minMicros()) {
        starts.add(cuts.get(i));
      }
    }
    return starts;
  }

  private void addSplit(int from, int end, List<Integer> starts) {
    starts.add(from);
    if (limits.maxMicros() > 0 && time(end) - time(from) > limits.maxMicros()) {
      int split = bestSplit(from, end);
      if (split > 0) {
        addSplit(split, end, starts);
      }
    }
  }

  private int bestSplit(int from, int end) {
    long half = limits.maxMicros() / 2;
    long widest = limits.maxMicros() - limits.minMicros();
    int best = -1;
    for (int frame = from + 1; frame < end; frame++) {
      long length = time(frame) - time(from);
      if (length > half && (best < 0 || (length <= widest && isBetter(from, frame, best)))) {
        best = frame;
      }
    }
    return best > 0 && time(end) - time(best) >= limits.minMicros() ? best : -1;
  }

  private boolean isBetter(int from, int frame, int best) {
    return video.delta(frame) < video.delta(best)
        || (video.delta(frame) == video.delta(best)
            && fromMiddle(from, frame) < fromMiddle(from, best));
  }

  private long fromMiddle(int from, int frame) {
    return Math.abs(time(frame) - time(from) - limits.maxMicros() / 4 * 3);
  }

  private long time(int frame) {
    return (frame == video.frames() ? video.endMicros() : video.pts()[frame])
        - video.pts()[0];
  }
}

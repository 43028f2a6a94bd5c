package io.heimdex.operators.shot;

import io.heimdex.operators.media.ContentFeatures;
import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The frames of a video that was never recorded: what a scanner would measure on it. */
public record SyntheticVideo(
    long[] pts, byte[] features, List<Keyframe> candidates, long endMicros) {

  /** Content delta of a cut; that of other frames is below a tenth of it. */
  public static final float CUT = 100;

  /** Every frame lasts the same; every tenth is a candidate, from the first one on. Begins at 1.4 s, as in MPEG-TS. */
  public static SyntheticVideo steady(int frames, long frameMicros, long... cuts) {
    long[] pts = new long[frames];
    float[] deltas = new float[frames];
    List<Keyframe> candidates = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      pts[i] = 1_400_000 + i * frameMicros;
      long frame = i;
      deltas[i] = Arrays.stream(cuts).anyMatch(cut -> cut == frame) ? CUT : i == 0 ? 0 : 5;
      if (i % 10 == 0) {
        candidates.add(picture(pts[i], 120, 500));
      }
    }
    return of(pts, deltas, candidates, pts[frames - 1] + frameMicros);
  }

  /** Frames of uneven length, shots of all lengths, pictures of all qualities. */
  public static SyntheticVideo random(long seed, int frames) {
    Random random = new Random(seed);
    long[] pts = new long[frames];
    float[] deltas = new float[frames];
    List<Keyframe> candidates = new ArrayList<>();
    long time = random.nextInt(2_000_000) - 1_000_000;
    int meanShot = 2 + random.nextInt(400);
    for (int i = 0; i < frames; i++) {
      pts[i] = time;
      time += 10_000 + random.nextInt(random.nextInt(200) == 0 ? 5_000_000 : 60_000);
      deltas[i] = i > 0 && random.nextInt(meanShot) == 0 ? CUT : random.nextInt(8);
      if (i == 0 || random.nextInt(8) == 0) {
        candidates.add(picture(pts[i], random.nextInt(256), random.nextInt(1000)));
      }
    }
    return of(pts, deltas, candidates, time);
  }

  public static SyntheticVideo of(
      long[] pts, float[] deltas, List<Keyframe> candidates, long endMicros) {
    byte[] features = new byte[pts.length * FeatureKind.CONTENT.bytes()];
    for (int i = 0; i < pts.length; i++) {
      set(features, i, deltas[i]);
    }
    return new SyntheticVideo(pts, features, List.copyOf(candidates), endMicros);
  }

  /** A candidate whose bytes tell its time. */
  public static Keyframe picture(long pts, float brightness, float sharpness) {
    return new Keyframe(
        pts, ByteBuffer.allocate(8).putLong(pts).array(), brightness, 50, 0, sharpness);
  }

  public static VideoInfo info() {
    return new VideoInfo(
        "mov", "h264", "video/mp4", 0, 640, 360, 0, 1, 25, 0, -1, 1000, false, true, false);
  }

  public int frames() {
    return pts.length;
  }

  public float delta(int frame) {
    return ContentFeatures.get(features, offset(frame), ContentFeatures.DELTA_VALUE);
  }

  /** Sets how much a frame differs from the one before. */
  public static void set(byte[] features, int frame, float delta) {
    ContentFeatures.set(features, offset(frame), ContentFeatures.DELTA_VALUE, delta);
    ContentFeatures.set(features, offset(frame), ContentFeatures.LUMA, 120);
  }

  private static int offset(int frame) {
    return frame * FeatureKind.CONTENT.bytes();
  }

  /** Number of the first frame that isn't before a time. */
  public int frameAt(long micros) {
    int place = Arrays.binarySearch(pts, micros);
    return place < 0 ? -place - 1 : place;
  }

  /** Frames {@code from} to {@code to} (exclusive), as a scanner gives them. */
  public FrameBatch slice(int from, int to, boolean last) {
    long begin = from < frames() ? pts[from] : endMicros;
    long end = to < frames() ? pts[to] : endMicros;
    return new FrameBatch(
        Arrays.copyOfRange(pts, from, to),
        Arrays.copyOfRange(features, offset(from), offset(to)),
        candidates.stream()
            .filter(c -> c.ptsMicros() >= begin && c.ptsMicros() < end)
            .toList(),
        end,
        last);
  }
}

package io.heimdex.operators.shot;

import io.heimdex.schema.Damage;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.WarningCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What users of a video's scenes should know. It depends on the video alone. */
public final class VideoWarnings {
  /** Sound may go on for a little, and the end is rounded. */
  private static final long TOLERANCE_MICROS = 1_000_000;
  /** Of the time that the container tells. */
  private static final double TOLERANCE = 0.02;

  private VideoWarnings() {}

  /** Of a video whose frames have all been taken; ordered by code. */
  public static List<VideoWarning> of(VideoInfo info, Damage damage, SceneBuilder ended) {
    List<VideoWarning> warnings = new ArrayList<>();
    if (damage.count() > 0) {
      warnings.add(new VideoWarning(
          WarningCode.DAMAGED,
          damage.count() + " packets or pictures are damaged, the first at "
              + seconds(damage.firstMicros() - ended.startMicros()) + " s"));
    }
    long late = ended.startMicros() - info.startMicros();
    if (isMuch(late, info)) {
      warnings.add(new VideoWarning(
          WarningCode.STARTS_LATE,
          "The pictures of the first " + seconds(late) + " s can't be decoded"));
    }
    long expected = info.durationMicros() - late;
    if (info.durationMicros() > 0 && isMuch(expected - ended.durationMicros(), info)) {
      warnings.add(new VideoWarning(
          WarningCode.ENDS_EARLY,
          "The pictures end at " + seconds(ended.durationMicros()) + " s; expected "
              + seconds(expected) + " s, as the container tells"));
    }
    return List.copyOf(warnings);
  }

  private static boolean isMuch(long micros, VideoInfo info) {
    return micros > Math.max(TOLERANCE_MICROS, TOLERANCE * info.durationMicros());
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.3f", micros / 1e6);
  }
}

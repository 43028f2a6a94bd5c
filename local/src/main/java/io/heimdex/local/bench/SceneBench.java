package io.heimdex.local.bench;

import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.MediaSettings;
import io.heimdex.operators.media.PlainDecoding;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.ScanTier;
import io.heimdex.operators.shot.DetectorSettings;
import io.heimdex.operators.shot.ScannedVideo;
import io.heimdex.operators.shot.SceneLimits;
import io.heimdex.operators.shot.SceneScan;
import io.heimdex.schema.VideoInfo;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What scene detection costs on top of decoding: the same loop once with nothing in it, once with features and detector, and once with
 * the keyframe candidates too. All on the calling thread, by turns.
 */
public final class SceneBench {
  static final String NAME = "scenes";

  /** Work before the first run that counts, for the JVM's compilers. */
  private static final double WARM_UP_SECONDS = 5;

  private final DetectorSettings detector;
  private final ScanTier tier;
  private final int runs;
  private final ScanSettings bare;
  private final ScanSettings whole;
  private final double warmUpSeconds;
  private double warmedUpSeconds;

  public SceneBench(DetectorSettings detector, ScanTier tier, int runs) {
    this(detector, tier, runs, WARM_UP_SECONDS);
  }

  /** @param warmUpSeconds of work before the first run that counts */
  SceneBench(DetectorSettings detector, ScanTier tier, int runs, double warmUpSeconds) {
    this.detector = detector;
    this.tier = tier;
    this.runs = runs;
    this.warmUpSeconds = warmUpSeconds;
    whole = ScanSettings.DEFAULT.with(detector.features()).with(tier);
    // But for the first frame of the video, which is always a candidate.
    bare = new ScanSettings(tier, detector.features(), Long.MAX_VALUE);
  }

  /** Hears of each round of runs. */
  @FunctionalInterface
  public interface Listener {
    /** @param round counted from 1; 0 for those that warm up */
    void measured(int round);
  }

  /** Blocks until one video is measured. */
  public CostReport measure(Path video, Listener listener) throws Exception {
    Round round = new Round(video.toString());
    do {
      warmedUpSeconds += round.run(new Costs(), new Costs(), new Costs());
      listener.measured(0);
    } while (warmedUpSeconds < warmUpSeconds);
    Costs decoding = new Costs();
    Costs scenes = new Costs();
    Costs withKeyframes = new Costs();
    for (int run = 1; run <= runs; run++) {
      round.run(decoding, scenes, withKeyframes);
      listener.measured(run);
    }
    CostReport.Subject subject = new CostReport.Subject(
        video.toString(),
        tier.name().toLowerCase(Locale.ROOT),
        detector.kind().name().toLowerCase(Locale.ROOT),
        round.seconds,
        round.frames);
    return CostReport.of(NAME, subject, runs, decoding, scenes, withKeyframes);
  }

  /** One run of each kind. */
  private final class Round {
    private final String url;
    private final VideoInfo info;
    private long frames;
    private double seconds;

    Round(String url) throws Exception {
      this.url = url;
      this.info = MediaProbe.probe(url);
    }

    /** Returns the CPU time of all three. */
    double run(Costs decoding, Costs scenes, Costs withKeyframes) throws Exception {
      Costs.Cost decoded = Costs.ofThread(this::decode);
      Costs.Cost scanned = Costs.ofThread(() -> scan(bare));
      Costs.Cost all = Costs.ofThread(() -> scan(whole));
      decoding.add(decoded);
      scenes.add(scanned);
      withKeyframes.add(all);
      return decoded.cpuSeconds() + scanned.cpuSeconds() + all.cpuSeconds();
    }

    private void decode() throws Exception {
      if (PlainDecoding.frames(url, info, MediaSettings.DEFAULT) == 0) {
        throw new IllegalStateException("Not one frame of " + url + " can be decoded");
      }
    }

    /** Opens the video anew, as decoding alone does. */
    private void scan(ScanSettings settings) throws Exception {
      try (FfmpegFrameScanner scanner = new FfmpegFrameScanner(settings)) {
        ScannedVideo scanned = new SceneScan(scanner, detector, SceneLimits.DEFAULT)
            .scan(url, info, (count, micros) -> {});
        frames = scanned.frames();
        seconds = scanned.durationMicros() / 1e6;
      }
    }
  }
}

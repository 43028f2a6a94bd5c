package io.heimdex.operators.media;

import io.heimdex.operators.shot.ContentShotDetector;
import io.heimdex.schema.Damage;
import io.heimdex.schema.Keyframe;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that scans handed over, frame by frame. */
final class ScannedSpan implements FrameScanner.BatchHandler {
  final List<Long> times = new ArrayList<>();
  final List<String> features = new ArrayList<>();
  final List<String> candidates = new ArrayList<>();
  final List<Keyframe> keyframes = new ArrayList<>();
  final List<Long> cuts = new ArrayList<>();
  final List<FrameBatch> batches = new ArrayList<>();
  private final ContentShotDetector detector = new ContentShotDetector();
  private final ScanTier tier;

  ScannedSpan() {
    this(ScanTier.FULL);
  }

  ScannedSpan(ScanTier tier) {
    this.tier = tier;
  }

  static ScannedSpan whole(String url) throws MediaException, IOException, InterruptedException {
    return whole(url, ScanTier.FULL);
  }

  static ScannedSpan whole(String url, ScanTier tier)
      throws MediaException, IOException, InterruptedException {
    return new ScannedSpan(tier).scan(url, MediaProbe.probe(url), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  ScannedSpan scan(String url, VideoInfo info, long from, long to)
      throws MediaException, IOException, InterruptedException {
    try (FfmpegFrameScanner scanner = new FfmpegFrameScanner(ScanSettings.DEFAULT.with(tier))) {
      return scan(scanner, url, info, from, to);
    }
  }

  /** Through a scanner that may have kept the video open. */
  ScannedSpan scan(FrameScanner scanner, String url, VideoInfo info, long from, long to)
      throws MediaException, IOException, InterruptedException {
    scanner.scan(url, info, from, to, this);
    return this;
  }

  @Override
  public void handle(FrameBatch batch) {
    batches.add(batch);
    for (int i = 0; i < batch.ptsMicros().length; i++) {
      int offset = i * detector.features().bytes();
      times.add(batch.ptsMicros()[i]);
      features.add(Arrays.toString(Arrays.copyOfRange(
          batch.features(), offset, offset + detector.features().bytes())));
      detector
          .accept(batch.ptsMicros()[i], batch.features(), offset)
          .forEach(transition -> cuts.add(transition.endFrame()));
    }
    for (Keyframe keyframe : batch.candidates()) {
      keyframes.add(keyframe);
      candidates.add(keyframe.ptsMicros() + " " + keyframe.brightness() + " " + keyframe.sharpness()
          + " " + Arrays.hashCode(keyframe.jpeg()));
    }
  }

  Damage damage() {
    return batches.stream().map(FrameBatch::damage).reduce(Damage.NONE, Damage::plus);
  }

  /** Every frame with its features. */
  List<String> frames() {
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      frames.add(times.get(i) + " " + features.get(i));
    }
    return frames;
  }
}

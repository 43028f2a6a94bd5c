package io.heimdex.operators.media;

import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans with libavcodec, on the calling thread alone. One call at a time. Between calls it keeps no more than the opened
 * input of the last video, see {@link InputKeeper}.
 *
 * <p>A span that begins in the middle is decoded from a sync frame before it, if {@link VideoInfo#seekable()}, else from
 * the start of the video. Keyframe candidates are the first frame of the video, those that are shown at a multiple of the grid
 * (counted from 0 of the container's clock), and within half a grid behind a great change, those shown at half a multiple. So
 * each depends on the frames of the half grid before it, which are decoded too, not on where the span begins; and there are
 * no more of them than time passes.
 */
public final class FfmpegFrameScanner implements FrameScanner {
  private static final Logger LOG = LoggerFactory.getLogger(FfmpegFrameScanner.class);

  private final ScanSettings settings;
  private final MediaSettings media;
  private final InputKeeper inputs;

  public FfmpegFrameScanner() {
    this(ScanSettings.DEFAULT);
  }

  public FfmpegFrameScanner(ScanSettings settings) {
    this(settings, MediaSettings.DEFAULT);
  }

  public FfmpegFrameScanner(ScanSettings settings, MediaSettings media) {
    this.settings = settings;
    this.media = media;
    inputs = new InputKeeper(media);
  }

  @Override
  public void scan(String url, VideoInfo info, long fromMicros, long toMicros, BatchHandler handler)
      throws MediaException, IOException, InterruptedException {
    long damaged = decode(url, info, fromMicros, toMicros, handler);
    if (damaged > 0) {
      LOG.info("Skipped {} damaged packets between {} and {} us", damaged, fromMicros, toMicros);
    }
  }

  /** As {@link #scan}; returns the number of packets that were skipped as damaged. */
  public long decode(
      String url, VideoInfo info, long fromMicros, long toMicros, BatchHandler handler)
      throws MediaException, IOException, InterruptedException {
    long before = Math.max(fromMicros, Long.MIN_VALUE + settings.lookBackMicros())
        - settings.lookBackMicros();
    try (Frames reader = frames(url, info).before(before);
        SpanScan span = new SpanScan(reader, info, settings, fromMicros, toMicros)) {
      boolean anyFrame = span.run(handler);
      if (!anyFrame && reader.fromStart()) {
        throw new MediaException(
            FailureCode.NO_FRAMES,
            "Not one frame of the video stream (" + info.codec() + ") can be decoded; "
                + reader.damaged() + " packets are damaged");
      }
      long damaged = reader.damaged();
      inputs.keep(reader.release());
      return damaged;
    }
  }

  private Opening frames(String url, VideoInfo info) {
    boolean sparse = settings.tier() == ScanTier.FAST && SparseReader.canRead(info);
    return new Opening(
        inputs,
        url,
        info,
        input ->
            sparse ? new SparseReader(input, info, media) : new FrameReader(input, info, media));
  }

  @Override
  public void close() {
    inputs.close();
  }
}

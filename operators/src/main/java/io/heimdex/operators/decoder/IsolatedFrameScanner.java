package io.heimdex.operators.decoder;

import io.heimdex.operators.media.FfmpegFrameScanner;
import io.heimdex.operators.media.FrameScanner;
import io.heimdex.operators.media.MediaException;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans in a process of its own, with the results of {@link FfmpegFrameScanner}. The process is started by the first call and lives on
 * between calls; {@link io.heimdex.operators.media.DecoderFaultException} tells that it died, hung or hit a limit. One call at a time.
 */
public final class IsolatedFrameScanner implements FrameScanner {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedFrameScanner.class);

  private final ScanSettings scan;
  private final DecoderSettings settings;
  private final DecoderSlot slot;

  public IsolatedFrameScanner(ScanSettings scan, DecoderSettings settings) {
    this.scan = scan;
    this.settings = settings;
    this.slot = new DecoderSlot(settings);
  }

  @Override
  public void scan(String url, VideoInfo info, long fromMicros, long toMicros, BatchHandler handler)
      throws MediaException, IOException, InterruptedException {
    Message request = new ScanRequest(url, info, scan, fromMicros, toMicros).toMessage();
    long damaged = slot.call(
        request,
        new SpanAnswers(scan.features(), fromMicros, toMicros, settings.maxOutputBytes(), handler));
    if (damaged > 0) {
      LOG.info("Skipped {} damaged packets between {} and {} us", damaged, fromMicros, toMicros);
    }
  }

  /** Of the process that runs now; -1 if none does. */
  public long pid() {
    return slot.pid();
  }

  /** Kills the process. */
  @Override
  public void close() {
    slot.close();
  }
}

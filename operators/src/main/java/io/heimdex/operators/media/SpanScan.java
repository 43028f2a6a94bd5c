package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.operators.media.FrameScanner.BatchHandler;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One run over one span. Not thread-safe. */
final class SpanScan implements AutoCloseable {
  private final FrameReader reader;
  private final ScanSettings settings;
  private final long fromMicros;
  private final long toMicros;
  private final FeatureMeter meter;
  private final KeyframeMaker keyframes;
  private final BatchBuilder batch;
  private final AVFrame previous;
  private boolean hasPrevious;
  private long previousTime;
  private boolean anyFrame;

  SpanScan(
      FrameReader reader, VideoInfo info, ScanSettings settings, long fromMicros, long toMicros) {
    this.reader = reader;
    this.settings = settings;
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
    meter = FeatureMeter.of(settings.features(), info);
    keyframes = new KeyframeMaker(info);
    batch = new BatchBuilder(settings.features(), fromMicros);
    previous = Ffmpeg.notNull(av_frame_alloc(), "frame");
  }

  /** Hands the whole span over; false if not one frame came out, in the span, before it or after it. */
  boolean run(BatchHandler handler) throws MediaException, IOException, InterruptedException {
    while (reader.next()) {
      anyFrame = true;
      if (reader.time() >= toMicros) {
        break;
      }
      if (reader.time() < fromMicros) {
        hold();
      } else {
        take();
      }
      if (batch.isFull()) {
        handler.handle(batch.take(false));
      }
    }
    if (anyFrame) {
      handler.handle(batch.take(true));
    }
    return anyFrame;
  }

  /** Keeps a frame before the span, unmeasured: only the last of them is compared with. */
  private void hold() {
    av_frame_unref(previous);
    av_frame_move_ref(previous, reader.frame());
    previousTime = reader.time();
    hasPrevious = true;
  }

  private void take() {
    boolean first = !hasPrevious;
    if (previous.format() >= 0) {
      meter.measure(previous, batch.features(), batch.offset());
      av_frame_unref(previous);
    }
    float change = meter.measure(reader.frame(), batch.features(), batch.offset());
    batch.add(reader.time(), reader.end());
    if (first || isOnGrid() || change >= settings.candidateChange()) {
      batch.add(keyframes.make(reader.frame(), reader.time()));
    }
    previousTime = reader.time();
    hasPrevious = true;
  }

  private boolean isOnGrid() {
    long grid = settings.candidateGridMicros();
    return Math.floorDiv(reader.time(), grid) > Math.floorDiv(previousTime, grid);
  }

  @Override
  public void close() {
    av_frame_free(previous);
    keyframes.close();
    meter.close();
  }
}

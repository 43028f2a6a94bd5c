package io.heimdex.operators.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.heimdex.operators.ffmpeg.Ffmpeg;
import io.heimdex.operators.media.FrameScanner.BatchHandler;
import io.heimdex.schema.VideoInfo;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One run over one span. Not thread-safe. */
final class SpanScan implements AutoCloseable {
  /** As of most cuts, on the scale of {@link FeatureMeter}. */
  private static final float GREAT_CHANGE = 18;

  private final Frames reader;
  private final ScanSettings settings;
  private final long fromMicros;
  private final long toMicros;
  private final FeatureMeter meter;
  private final KeyframeMaker keyframes;
  private final BatchBuilder batch;
  private final AVFrame previous;
  private final byte[] unchanged;
  private boolean hasUnchanged;
  private boolean hasPrevious;
  private long previousEnd;
  private long lastGreatChange = Long.MIN_VALUE;
  private boolean anyFrame;

  SpanScan(Frames reader, VideoInfo info, ScanSettings settings, long fromMicros, long toMicros) {
    this.reader = reader;
    this.settings = settings;
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
    meter = FeatureMeter.of(settings.features(), info);
    keyframes = new KeyframeMaker(info);
    batch = new BatchBuilder(settings.features(), fromMicros);
    previous = Ffmpeg.notNull(av_frame_alloc(), "frame");
    unchanged = new byte[settings.features().bytes()];
  }

  /** Hands the whole span over; false if not one frame came out, in the span, before it or after it. */
  boolean run(BatchHandler handler) throws MediaException, IOException, InterruptedException {
    boolean ended = false;
    while (reader.next()) {
      anyFrame = true;
      if (reader.time() >= toMicros) {
        ended = true;
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
    if (!ended && toMicros == Long.MAX_VALUE) {
      batch.add(reader.damage());
    }
    if (anyFrame) {
      handler.handle(batch.take(true));
    }
    return anyFrame;
  }

  /**
   * Of the decoded frames before the span, those that its candidates may depend on are measured; of the others, the last one is
   * kept.
   */
  private void hold() {
    if (reader.isRepeated()) {
      return;
    }
    if (reader.time() >= fromMicros - settings.lookBackMicros()) {
      measure(new byte[settings.features().bytes()], 0);
    } else {
      av_frame_unref(previous);
      Ffmpeg.check(av_frame_ref(previous, reader.frame()), "Keeping a frame");
    }
    remember();
  }

  private void take() {
    if (reader.isRepeated()) {
      repeat();
      return;
    }
    boolean first = !hasPrevious;
    measure(batch.features(), batch.offset());
    batch.add(reader.time(), reader.end());
    batch.add(reader.damage());
    if (first || isCandidate()) {
      batch.add(keyframes.make(reader.frame(), reader.time()));
    }
    remember();
  }

  /** A frame that was not decoded has the features of the last one that was, if it came once more. It is no candidate. */
  private void repeat() {
    if (!hasUnchanged) {
      measure(unchanged, 0);
      hasUnchanged = true;
    }
    System.arraycopy(unchanged, 0, batch.features(), batch.offset(), unchanged.length);
    batch.add(reader.time(), reader.end());
    batch.add(reader.damage());
  }

  private void measure(byte[] features, int offset) {
    if (previous.format() >= 0) {
      meter.measure(previous, features, offset);
      av_frame_unref(previous);
    }
    if (meter.measure(reader.frame(), features, offset) >= GREAT_CHANGE) {
      lastGreatChange = reader.time();
    }
    hasUnchanged = false;
  }

  private void remember() {
    previousEnd = reader.end();
    hasPrevious = true;
  }

  private boolean isCandidate() {
    boolean afterChange = lastGreatChange > reader.time() - settings.lookBackMicros();
    return isOn(settings.candidateGridMicros()) || (afterChange && isOn(settings.lookBackMicros()));
  }

  /** Whether this is the frame that is shown at a multiple of a grid; in a gap, the one that ends it. */
  private boolean isOn(long gridMicros) {
    return Math.floorDiv(reader.end() - 1, gridMicros) > Math.floorDiv(previousEnd - 1, gridMicros);
  }

  @Override
  public void close() {
    av_frame_free(previous);
    keyframes.close();
    meter.close();
  }
}

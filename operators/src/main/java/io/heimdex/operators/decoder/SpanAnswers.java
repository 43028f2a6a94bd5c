package io.heimdex.operators.decoder;

import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.media.FeatureKind;
import io.heimdex.operators.media.FrameBatch;
import io.heimdex.operators.media.FrameScanner.BatchHandler;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.Keyframe;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands the batches of one span on, each once it has turned out to be sound. Not thread-safe. */
final class SpanAnswers implements DecoderSlot.Answers<Long> {
  private static final int GREATEST_JPEG = 1 << 19;

  private final FeatureKind features;
  private final long fromMicros;
  private final long toMicros;
  private final long maxBytes;
  private final BatchHandler handler;
  private long bytes;
  private long time;
  private boolean any;
  private boolean ended;

  SpanAnswers(
      FeatureKind features, long fromMicros, long toMicros, long maxBytes, BatchHandler handler) {
    this.features = features;
    this.fromMicros = fromMicros;
    this.toMicros = toMicros;
    this.maxBytes = maxBytes;
    this.handler = handler;
  }

  /** The result is the number of packets that were skipped as damaged. */
  @Override
  public @Nullable Long take(Message answer) throws IOException, InterruptedException {
    bytes += answer.content().length;
    if (bytes > maxBytes) {
      throw new DecoderFaultException(
          FailureCode.DECODER_LIMIT_EXCEEDED,
          "The frames of one span take more than " + maxBytes + " bytes");
    }
    return switch (answer.type()) {
      case BATCH -> {
        take(AnswerCheck.read(answer, Wire::readBatch));
        yield null;
      }
      case DONE -> {
        require(ended, "an end without its last batch");
        yield AnswerCheck.read(answer, in -> in.readLong());
      }
      default -> throw new NonsenseException(answer.type() + " amid a span");
    };
  }

  private void take(FrameBatch batch) throws NonsenseException, InterruptedException {
    require(!ended, "a batch after the last");
    Set<Long> times = new HashSet<>();
    for (long next : batch.ptsMicros()) {
      require(!any || next > time, "frames that are not in order");
      require(next >= fromMicros && next < toMicros, "a frame outside of the span");
      time = next;
      any = true;
      times.add(next);
    }
    require(
        features.fits(batch.features(), batch.ptsMicros().length), "features that no frames have");
    for (Keyframe candidate : batch.candidates()) {
      require(times.remove(candidate.ptsMicros()), "a keyframe that is no frame");
      check(candidate);
    }
    require(batch.damage().count() >= 0, "damage that is less than none");
    ended = batch.last();
    handler.handle(batch);
  }

  private static void check(Keyframe candidate) throws NonsenseException {
    byte[] jpeg = candidate.jpeg();
    require(
        jpeg.length > 2
            && jpeg.length <= GREATEST_JPEG
            && (jpeg[0] & 0xff) == 0xff
            && (jpeg[1] & 0xff) == 0xd8,
        "a keyframe that is no JPEG");
    require(
        Float.isFinite(candidate.brightness())
            && Float.isFinite(candidate.contrast())
            && Float.isFinite(candidate.clipped())
            && Float.isFinite(candidate.sharpness()),
        "a keyframe whose measures are no numbers");
  }

  private static void require(boolean sound, String otherwise) throws NonsenseException {
    if (!sound) {
      throw new NonsenseException(otherwise);
    }
  }
}

package io.heimdex.operators.probe;

import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.VideoInfo;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a video may be at most. Each limit has its own failure code; the message names the value and the limit.
 *
 * @param maxBytes of the object
 * @param maxDuration as the container tells it; a container that does not tell passes
 * @param maxPixels width times height of the coded picture
 * @param containers FFmpeg's names of demuxers; one with several names needs one of them here
 */
public record ProbeLimits(
    long maxBytes, Duration maxDuration, long maxPixels, Set<String> containers)
    implements Serializable {

  /** 50 GiB. */
  public static final long DEFAULT_MAX_BYTES = 50L << 30;

  public static final Duration DEFAULT_MAX_DURATION = Duration.ofHours(12);

  /** 8192 x 4352, the largest picture of H.264 and HEVC level 6.2: 8K passes, upright or not. */
  public static final long DEFAULT_MAX_PIXELS = 8192L * 4352;

  /** The families of MP4 and QuickTime, Matroska and WebM, AVI, MPEG-TS and -PS, FLV, ASF, Ogg, MXF. */
  public static final Set<String> DEFAULT_CONTAINERS = Set.of(
      "mov", "mp4", "3gp", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "mxf");

  /** What limits are unless they are set. */
  public static final ProbeLimits DEFAULTS = new ProbeLimits(
      DEFAULT_MAX_BYTES, DEFAULT_MAX_DURATION, DEFAULT_MAX_PIXELS, DEFAULT_CONTAINERS);

  public ProbeLimits {
    if (maxBytes <= 0 || maxDuration.isNegative() || maxDuration.isZero() || maxPixels <= 0) {
      throw new IllegalArgumentException("Limits are " + maxBytes + " bytes, " + maxDuration
          + " and " + maxPixels + " pixels; expected each to be more than 0");
    }
    if (containers.isEmpty()) {
      throw new IllegalArgumentException("No container is accepted; expected at least one");
    }
    containers = Set.copyOf(containers);
  }

  /** Checked before the object is opened. */
  Optional<Failure> checkSize(long sizeBytes) {
    return sizeBytes > maxBytes
        ? failure(
            FailureCode.SIZE_EXCEEDED,
            "The object has " + sizeBytes + " bytes; expected at most " + maxBytes)
        : Optional.empty();
  }

  /** The first limit that the video breaks. */
  Optional<Failure> check(VideoInfo info) {
    return checkContainer(info.container())
        .or(() -> checkPixels(info.width(), info.height()))
        .or(() -> checkDuration(info.durationMicros()));
  }

  private Optional<Failure> checkContainer(String container) {
    return Arrays.stream(container.split(",")).noneMatch(containers::contains)
        ? failure(
            FailureCode.CONTAINER_NOT_ACCEPTED,
            "The container is " + container + "; expected one of "
                + String.join(", ", new TreeSet<>(containers)))
        : Optional.empty();
  }

  private Optional<Failure> checkPixels(int width, int height) {
    long pixels = (long) width * height;
    return pixels > maxPixels
        ? failure(
            FailureCode.RESOLUTION_EXCEEDED,
            "The picture has " + width + "x" + height + " = " + pixels
                + " pixels; expected at most " + maxPixels)
        : Optional.empty();
  }

  private Optional<Failure> checkDuration(long durationMicros) {
    long limitMicros = maxDuration.toNanos() / 1000;
    return durationMicros > limitMicros
        ? failure(
            FailureCode.DURATION_EXCEEDED,
            "The video lasts " + durationMicros / 1_000_000 + " s; expected at most "
                + maxDuration.toSeconds() + " s")
        : Optional.empty();
  }

  private static Optional<Failure> failure(FailureCode code, String detail) {
    return Optional.of(new Failure(code, ProbeFunction.STAGE, detail));
  }
}

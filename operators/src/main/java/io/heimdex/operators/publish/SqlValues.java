package io.heimdex.operators.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.VisionTag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as the columns hold them. What would not fit is made to, so that no upload can stop the job by its texts. */
final class SqlValues {
  /** First number of seconds that {@code numeric(10,3)} can't hold. */
  private static final BigDecimal SECONDS_LIMIT = new BigDecimal("10000000");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int BUCKET_LENGTH = 63;
  private static final int KEY_LENGTH = 512;

  private SqlValues() {}

  /** For {@code videos.storage_bucket}. A longer one can't be a bucket's name; it is no reason to stop the job. */
  static @Nullable String bucket(VideoRef video) {
    return text(video.bucket(), BUCKET_LENGTH);
  }

  /** For {@code videos.storage_key}. */
  static @Nullable String key(VideoRef video) {
    return text(video.key(), KEY_LENGTH);
  }

  /** Microseconds as {@code numeric(10,3)} seconds, rounded to the nearest; null if negative (unknown) or out of range. */
  static @Nullable BigDecimal seconds(long micros) {
    if (micros < 0) {
      return null;
    }
    BigDecimal seconds = BigDecimal.valueOf(micros, 6).setScale(3, RoundingMode.HALF_UP);
    return seconds.compareTo(SECONDS_LIMIT) < 0 ? seconds : null;
  }

  /** As the notification or the object's head told, else as the probe found; 0 where neither knows. */
  static long sizeBytes(VideoRef video, @Nullable VideoInfo info) {
    if (video.sizeBytes() >= 0) {
      return video.sizeBytes();
    }
    return info == null ? 0 : Math.max(0, info.sizeBytes());
  }

  /** For {@code videos.warnings}: an array of objects with {@code code} and {@code detail}. */
  static String warnings(List<VideoWarning> warnings) {
    return json(warnings);
  }

  /** For {@code scenes.vision_tags}: an object of tags with their scores; null where none were looked for. */
  static @Nullable String tags(@Nullable List<VisionTag> tags) {
    if (tags == null) {
      return null;
    }
    Map<String, Float> scores = new LinkedHashMap<>();
    tags.forEach(tag -> scores.put(tag.tag(), tag.score()));
    return json(scores);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value + " can't be written as JSON", e);
    }
  }

  /** A text without NUL, which PostgreSQL does not take, cut to as many characters (code points). */
  static @Nullable String text(@Nullable String text, int length) {
    if (text == null) {
      return null;
    }
    String clean = text.replace("\0", "");
    return clean.codePointCount(0, clean.length()) <= length
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, length));
  }
}

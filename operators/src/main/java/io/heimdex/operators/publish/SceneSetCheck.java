package io.heimdex.operators.publish;

import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.SceneRow;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a video's rows are fit to be published: complete, gapless, and such that the database takes them. A row that
 * it refuses would stop the job, and would again after each restart.
 */
final class SceneSetCheck {
  private static final String STAGE = "publish";

  private SceneSetCheck() {}

  /**
   * Looks all rows of a video over.
   *
   * @param rows by index
   * @return null if they are fit
   */
  static @Nullable Failure failureOf(List<SceneRow> rows) {
    String gap = missing(rows);
    if (gap != null) {
      return new Failure(FailureCode.INCOMPLETE, STAGE, gap);
    }
    for (SceneRow row : rows) {
      if (!isFinite(row.imageVec()) || !isFinite(row.textVec())) {
        return new Failure(
            FailureCode.EMBEDDING_FAILED,
            STAGE,
            "Scene " + row.sceneIndex() + " has "
                + (isFinite(row.imageVec()) ? "a text" : "an image")
                + " vector with a value that is not finite; expected finite numbers");
      }
    }
    return null;
  }

  private static @Nullable String missing(List<SceneRow> rows) {
    if (rows.isEmpty()) {
      return "The video has no scene; expected at least one";
    }
    long expectedStart = 0;
    for (int index = 0; index < rows.size(); index++) {
      SceneRow row = rows.get(index);
      String fault = missing(row, index, expectedStart);
      if (fault != null) {
        return fault;
      }
      expectedStart = row.endMicros();
    }
    int count = rows.get(rows.size() - 1).sceneCount();
    return count == rows.size()
        ? null
        : "The video has " + rows.size() + " scenes; expected " + count + ", as its last one tells";
  }

  private static @Nullable String missing(SceneRow row, int index, long expectedStart) {
    if (row.sceneIndex() != index) {
      return "Scene " + index + " of the video is missing; the next one is " + row.sceneIndex();
    }
    if (row.startMicros() != expectedStart) {
      return "Scene " + index + " starts at " + row.startMicros() + " us; expected " + expectedStart
          + " us";
    }
    if (!spansTime(row)) {
      return "Scene " + index + " goes from " + row.startMicros() + " to " + row.endMicros()
          + " us; expected at least a millisecond, and less than 115 days";
    }
    if (row.imageVec() == null || row.imageModel() == null) {
      return "Scene " + index + " has no image vector or no model; expected both";
    }
    if (row.thumbnailKey() == null || row.sidecarKey() == null) {
      return "Scene " + index + " has thumbnail '" + row.thumbnailKey() + "' and sidecar '"
          + row.sidecarKey() + "'; expected the keys of both";
    }
    return null;
  }

  /** In the columns' milliseconds. */
  private static boolean spansTime(SceneRow row) {
    BigDecimal start = SqlValues.seconds(row.startMicros());
    BigDecimal end = SqlValues.seconds(row.endMicros());
    return start != null && end != null && end.compareTo(start) > 0;
  }

  private static boolean isFinite(float @Nullable [] vector) {
    if (vector != null) {
      for (float value : vector) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }
}

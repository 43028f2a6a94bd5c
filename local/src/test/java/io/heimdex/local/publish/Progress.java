package io.heimdex.local.publish;

import io.heimdex.operators.publish.ProgressStatement;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Progress as the job writes it. */
final class Progress {
  private Progress() {}

  /** Probed from PROCESSING on. */
  static ProgressUpdate of(VideoRef video, VideoState state) {
    VideoInfo info = state == VideoState.PROCESSING ? Videos.INFO : null;
    Failure failure = state == VideoState.FAILED
        ? new Failure(FailureCode.NO_FRAMES, "detect", "Not one frame can be decoded")
        : null;
    return new ProgressUpdate(video, state, info, failure);
  }

  static void write(Tables tables, ProgressUpdate update) throws SQLException {
    try (Connection connection = tables.connect();
        PreparedStatement statement = connection.prepareStatement(ProgressStatement.SQL)) {
      ProgressStatement.bind(statement, update);
      statement.executeUpdate();
    }
  }
}

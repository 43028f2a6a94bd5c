package io.heimdex.operators.publish;

import io.heimdex.schema.SceneRow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Copies rows into the staging table, where no reader looks. */
final class SceneStaging {
  private static final String COPY = """
      copy scene_staging (
        batch_id, scene_id, video_id, generation, scene_index, start_s, end_s,
        image_vec, image_model, vision_tags, text_vec, text_model, thumbnail_key, sidecar_key, pipeline_version, revision)
      from stdin (format binary)
      """;

  private static final int FIELDS = 16;

  private final String pipelineVersion;

  SceneStaging(String pipelineVersion) {
    this.pipelineVersion = pipelineVersion;
  }

  /** Copies all rows under one batch id; the caller commits. */
  void stage(Connection connection, UUID batchId, List<SceneRow> rows) throws SQLException {
    try (BinaryCopy copy =
        new BinaryCopy(new PGCopyOutputStream(connection.unwrap(PGConnection.class), COPY))) {
      for (SceneRow row : rows) {
        write(copy, batchId, row);
      }
      copy.end();
    } catch (IOException e) {
      throw cause(e);
    }
  }

  private void write(BinaryCopy copy, UUID batchId, SceneRow row) throws IOException {
    copy.row(FIELDS);
    copy.uuid(batchId);
    copy.uuid(UUID.fromString(row.sceneId()));
    copy.uuid(UUID.fromString(row.video().videoId()));
    copy.text(row.video().generation());
    copy.integer(row.sceneIndex());
    copy.numeric(SqlValues.seconds(row.startMicros()));
    copy.numeric(SqlValues.seconds(row.endMicros()));
    copy.vector(row.imageVec());
    copy.text(row.imageModel());
    copy.jsonb(SqlValues.tags(row.visionTags()));
    copy.vector(row.textVec());
    copy.text(row.textModel());
    copy.text(row.thumbnailKey());
    copy.text(row.sidecarKey());
    copy.text(pipelineVersion);
    copy.bigint(row.video().revision());
  }

  /** The driver's stream wraps what the server says; its SQLSTATE tells whether to try again. */
  private static SQLException cause(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return new SQLException("Rows could not be copied into scene_staging", e);
  }
}

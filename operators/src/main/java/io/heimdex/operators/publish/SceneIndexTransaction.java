package io.heimdex.operators.publish;

import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of one commit. Everything happens in the caller's transaction, under the lock on the video's row.
 *
 * <p>The row's {@code revision} decides: what is older than it changes nothing, so commits may come again and in any order.
 * A revision that is published again finds its generation live and is acknowledged; one whose objects were discarded is
 * refused: only a checkpoint that is older than its failure can bring it. The rows that a reader sees change with
 * the commit of this transaction, all at once.
 */
final class SceneIndexTransaction {
  private static final int TITLE_LENGTH = 255;

  /** Longest text of an upload that is kept where the column sets no limit. */
  private static final int TEXT_LENGTH = 100_000;

  private static final String INSERT_VIDEO = """
      insert into videos (video_id, user_id, storage_bucket, storage_key, state, work_generation, revision)
      values (?, ?, ?, ?, 'processing', ?, ?)
      on conflict (video_id) do nothing
      """;

  private static final String INSERT_SCENES = """
      insert into scenes (
        scene_id, video_id, generation, scene_index, start_s, end_s, transcript, text_vec, image_vec,
        vision_tags, sidecar_key, thumbnail_key, text_model, image_model, pipeline_version)
      select
        scene_id, video_id, generation, scene_index, start_s, end_s, transcript, text_vec, image_vec,
        vision_tags, sidecar_key, thumbnail_key, text_model, image_model, pipeline_version
      from scene_staging where batch_id = ? order by scene_index
      """;

  private static final String DELETE_SCENES = "delete from scenes where video_id = ?";

  private static final String IS_STAGED = "select 1 from scene_staging where batch_id = ? limit 1";

  private static final String DELETE_BATCH = "delete from scene_staging where batch_id = ?";

  private static final String SET_INDEXED = """
      update videos set
        user_id = ?, storage_bucket = ?, storage_key = ?, mime_type = coalesce(?, mime_type), size_bytes = ?,
        duration_s = ?, scene_count = ?, warnings = ?::jsonb, state = 'indexed', generation = ?, work_generation = ?,
        revision = greatest(revision, ?), error_code = null, error_text = null, indexed_at = now(), updated_at = now()
      where video_id = ?
      """;

  private static final String SET_REVISION =
      "update videos set work_generation = ?, revision = greatest(revision, ?), updated_at = now() where video_id = ?";

  private static final String SET_DELETED = """
      update videos set
        state = 'deleted', generation = null, work_generation = null, revision = ?, scene_count = null, warnings = '[]',
        error_code = null, error_text = null, indexed_at = null, updated_at = now()
      where video_id = ?
      """;

  private static final String UPSERT_METADATA = """
      insert into video_metadata as m (video_id, title, description, updated_at) values (?, ?, ?, now())
      on conflict (video_id) do update set
        title = coalesce(excluded.title, m.title),
        description = coalesce(excluded.description, m.description),
        updated_at = now()
      """;

  private static final String DELETE_METADATA = "delete from video_metadata where video_id = ?";

  private static final String DELETE_ATTEMPTS =
      "delete from decode_attempts where video_id = ? and revision <= ?";

  private final Connection connection;

  SceneIndexTransaction(Connection connection) {
    this.connection = connection;
  }

  CommitOutcome apply(SceneIndexCommittable committable) throws SQLException {
    return switch (committable.kind()) {
      case PUBLISH -> publish(committable);
      case DELETE -> delete(committable.video());
      case DISCARD -> discard(committable.video());
    };
  }

  private CommitOutcome publish(SceneIndexCommittable committable) throws SQLException {
    VideoRef video = committable.video();
    LockedVideo current = insertAndLock(video);
    CommitOutcome outcome;
    if (!VideoOwner.mayChange(current.ownerId(), video)) {
      outcome = CommitOutcome.FOREIGN;
    } else if (isSuperseded(committable, current)) {
      noteUnlessLive(video, current);
      outcome = CommitOutcome.SUPERSEDED;
    } else if (current.hasPublished(video.generation(), committable.expectedRows())) {
      update(SET_REVISION, video.generation(), video.revision(), id(video));
      forgetAttempts(video);
      outcome = CommitOutcome.ACKNOWLEDGED;
    } else if (current.hasDiscarded(video.generation(), video.revision())) {
      outcome = CommitOutcome.REFUSED;
    } else {
      replace(committable, current);
      outcome = CommitOutcome.PUBLISHED;
    }
    update(DELETE_BATCH, batch(committable));
    return outcome;
  }

  /** Also if the same generation is wanted by newer work, and the rows of this one were removed when it was not. */
  private boolean isSuperseded(SceneIndexCommittable committable, LockedVideo current)
      throws SQLException {
    VideoRef video = committable.video();
    return current.supersedes(video.generation(), video.revision())
        || (current.isNewerThan(video.revision()) && !isStaged(committable));
  }

  private boolean isStaged(SceneIndexCommittable committable) throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, IS_STAGED, batch(committable));
        ResultSet row = statement.executeQuery()) {
      return row.next();
    }
  }

  private void replace(SceneIndexCommittable committable, LockedVideo former) throws SQLException {
    VideoRef video = committable.video();
    update(DELETE_SCENES, id(video));
    int inserted = update(INSERT_SCENES, batch(committable));
    if (inserted != committable.expectedRows()) {
      throw new IllegalStateException(
          "Batch " + committable.batchId() + " of video " + video.videoId() + " has " + inserted
              + " staged scenes; expected " + committable.expectedRows());
    }
    setIndexed(committable);
    forgetAttempts(video);
    if (video.title() != null || video.description() != null) {
      update(
          UPSERT_METADATA,
          id(video),
          SqlValues.text(video.title(), TITLE_LENGTH),
          SqlValues.text(video.description(), TEXT_LENGTH));
    }
    if (former.generation() != null && !former.isLive(video.generation())) {
      ObjectGarbage.note(connection, video.videoId(), former.generation(), video.revision());
    }
    ObjectGarbage.strike(connection, video);
  }

  private void setIndexed(SceneIndexCommittable committable) throws SQLException {
    VideoRef video = committable.video();
    VideoInfo info = committable.info();
    update(
        SET_INDEXED,
        UUID.fromString(video.ownerId()),
        SqlValues.bucket(video),
        SqlValues.key(video),
        info == null ? null : info.mimeType(),
        SqlValues.sizeBytes(video, info),
        SqlValues.seconds(committable.durationMicros()),
        committable.expectedRows(),
        SqlValues.warnings(committable.warnings()),
        video.generation(),
        video.generation(),
        video.revision(),
        id(video));
  }

  private CommitOutcome delete(VideoRef video) throws SQLException {
    LockedVideo current = insertAndLock(video);
    if (!VideoOwner.mayChange(current.ownerId(), video)) {
      return CommitOutcome.FOREIGN;
    }
    if (current.supersedes(video.generation(), video.revision())) {
      return CommitOutcome.SUPERSEDED;
    }
    update(DELETE_SCENES, id(video));
    update(DELETE_METADATA, id(video));
    update(SET_DELETED, video.revision(), id(video));
    forgetAttempts(video);
    ObjectGarbage.noteAll(connection, video.videoId());
    return CommitOutcome.DELETED;
  }

  /** Those at this revision have come to their end, those at older ones don't matter any more. */
  private void forgetAttempts(VideoRef video) throws SQLException {
    update(DELETE_ATTEMPTS, id(video), video.revision());
  }

  private CommitOutcome discard(VideoRef video) throws SQLException {
    LockedVideo current = LockedVideo.lock(connection, id(video));
    if (current != null && !VideoOwner.mayChange(current.ownerId(), video)) {
      return CommitOutcome.FOREIGN;
    }
    noteUnlessLive(video, current);
    return CommitOutcome.DISCARDED;
  }

  private void noteUnlessLive(VideoRef video, @Nullable LockedVideo current) throws SQLException {
    if (current == null || !current.isLive(video.generation())) {
      ObjectGarbage.note(connection, video.videoId(), video.generation(), video.revision());
    }
  }

  private LockedVideo insertAndLock(VideoRef video) throws SQLException {
    update(
        INSERT_VIDEO,
        id(video),
        UUID.fromString(video.ownerId()),
        SqlValues.bucket(video),
        SqlValues.key(video),
        video.generation(),
        video.revision());
    LockedVideo locked = LockedVideo.lock(connection, id(video));
    if (locked == null) {
      throw new IllegalStateException("The row of video " + video.videoId()
          + " vanished; expected that rows of videos are never deleted");
    }
    return locked;
  }

  private int update(String sql, @Nullable Object... parameters) throws SQLException {
    return Sql.update(connection, sql, parameters);
  }

  private static UUID id(VideoRef video) {
    return UUID.fromString(video.videoId());
  }

  private static UUID batch(SceneIndexCommittable committable) {
    String batchId = committable.batchId();
    if (batchId == null) {
      throw new IllegalStateException("A committable to publish has no batch");
    }
    return UUID.fromString(batchId);
  }
}

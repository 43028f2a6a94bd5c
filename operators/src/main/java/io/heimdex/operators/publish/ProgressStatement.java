package io.heimdex.operators.publish;

import io.heimdex.schema.Failure;
import io.heimdex.schema.ProgressUpdate;
import io.heimdex.schema.VideoInfo;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a video has come, as an upsert that may be repeated and may come late. For {@link ProgressSink}, which delivers at least
 * once, and for whoever begins work; the driver's {@code reWriteBatchedInserts} must be off, for one statement can't change a row twice.
 *
 * <p>Rules, in the terms of the row:
 *
 * <ul>
 *   <li>a lower revision of another generation changes nothing; the same revision, or the same generation, only moves the state
 *       forward, in the order of the enum (after a crash the same work may come under a lower revision, see
 *       {@link LockedVideo#supersedes});
 *   <li>while an index is live and no newer attempt failed, the row stays {@code indexed} and describes what is live; only
 *       {@code revision} and {@code work_generation} tell of the work. The swap is the scene sink's alone;
 *   <li>work on the generation that is live, whatever comes of it, changes nothing else either: the index is complete;
 *   <li>a failure of another generation shows, although the former scenes stay;
 *   <li>a newer revision clears the failure of an older one;
 *   <li>a row of another owner stays as it is ({@link VideoOwner}).
 * </ul>
 */
public final class ProgressStatement {
  /** The upsert; see {@link #bind}. */
  public static final String SQL = """
      insert into videos as v (
        video_id, user_id, storage_bucket, storage_key, mime_type, size_bytes, duration_s,
        state, error_code, error_text, work_generation, revision)
      values (?, ?, ?, ?, ?, ?, ?, ?::video_state, ?, ?, ?, ?)
      on conflict (video_id) do update set
        (user_id, storage_bucket, storage_key, mime_type, size_bytes, duration_s, state, error_code, error_text) = (
          select
            case when live then v.user_id else excluded.user_id end,
            case when live then v.storage_bucket else excluded.storage_bucket end,
            case when live then v.storage_key else excluded.storage_key end,
            case when live or excluded.mime_type = 'application/octet-stream' then v.mime_type
              else excluded.mime_type end,
            case when live or excluded.size_bytes = 0 then v.size_bytes else excluded.size_bytes end,
            case when live or (excluded.duration_s is null and excluded.revision <= v.revision) then v.duration_s
              else excluded.duration_s end,
            case when live then v.state else excluded.state end,
            case when live then v.error_code else excluded.error_code end,
            case when live then v.error_text else excluded.error_text end
          from (select v.state = 'indexed' and v.generation is not null
            and (excluded.state <> 'failed' or excluded.work_generation = v.generation)) as kept (live)),
        work_generation = excluded.work_generation,
        revision = greatest(excluded.revision, v.revision),
        updated_at = now()
      where v.user_id in (excluded.user_id, '00000000-0000-0000-0000-000000000000')
        and (excluded.revision > v.revision
          or ((excluded.revision = v.revision or excluded.work_generation = v.work_generation)
            and excluded.state > v.state))
      """;

  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final int TYPE_LENGTH = 127;
  private static final int ERROR_LENGTH = 4000;

  private ProgressStatement() {}

  /** Binds all parameters of {@link #SQL}. */
  public static void bind(PreparedStatement statement, ProgressUpdate update) throws SQLException {
    VideoRef video = update.video();
    VideoInfo info = update.info();
    Failure failure = update.failure();
    statement.setObject(1, UUID.fromString(video.videoId()));
    statement.setObject(2, UUID.fromString(video.ownerId()));
    statement.setString(3, SqlValues.bucket(video));
    statement.setString(4, SqlValues.key(video));
    statement.setString(5, mimeType(info));
    statement.setLong(6, SqlValues.sizeBytes(video, info));
    statement.setBigDecimal(7, info == null ? null : SqlValues.seconds(info.durationMicros()));
    statement.setString(8, label(update.state(), video));
    statement.setString(9, failure == null ? null : failure.code().name());
    statement.setString(
        10, failure == null ? null : SqlValues.text(failure.detail(), ERROR_LENGTH));
    statement.setString(11, video.generation());
    statement.setLong(12, video.revision());
  }

  private static @Nullable String mimeType(@Nullable VideoInfo info) {
    return info == null ? UNKNOWN_TYPE : SqlValues.text(info.mimeType(), TYPE_LENGTH);
  }

  private static String label(VideoState state, VideoRef video) {
    return switch (state) {
      case VALIDATING, PROCESSING, FAILED -> state.label();
      case UPLOADING, INDEXED, DELETED ->
        throw new IllegalArgumentException("Progress of " + video.videoId() + " is " + state
            + "; expected VALIDATING, PROCESSING or FAILED");
    };
  }
}

package io.heimdex.operators.attempt;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.SingleConnection;
import io.heimdex.operators.media.DecoderFaultException;
import io.heimdex.operators.publish.ProgressStatement;
import io.heimdex.operators.publish.VideoOwner;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.ProgressUpdate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Attempts in the table {@code decode_attempts}, which no crash of the job can reach.
 *
 * <p>Beginning writes the video's row in the same transaction, and so takes the lock under which superfluous objects are removed:
 * what is stored afterwards can't be taken for a former upload's. A video of another owner is refused there too.
 */
public final class DatabaseAttempts implements Attempts {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private static final String OWNER = "select user_id from videos where video_id = ?";

  private static final String FORGET_OLDER =
      "delete from decode_attempts where video_id = ? and revision < ?";

  private static final String SELECT = """
      select begun, faults, farthest_us, last_code, last_error,
        (extract(epoch from clock_timestamp() - updated_at) * 1000)::bigint
      from decode_attempts where video_id = ? and revision = ? and segment = ? for update
      """;

  private static final String UPSERT = """
      insert into decode_attempts (
        begun, faults, farthest_us, last_code, last_error, generation, video_id, revision, segment, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
      on conflict (video_id, revision, segment) do update set
        begun = excluded.begun, faults = excluded.faults, farthest_us = excluded.farthest_us,
        last_code = excluded.last_code, last_error = excluded.last_error, updated_at = excluded.updated_at
      """;

  private static final String DELETE =
      "delete from decode_attempts where video_id = ? and revision = ? and segment = ?";

  private final SingleConnection database;
  private final AttemptLimits limits;

  public DatabaseAttempts(DatabaseSettings database, AttemptLimits limits) {
    this.database =
        new SingleConnection(database, "heimdex-attempts", LOCK_TIMEOUT, STATEMENT_TIMEOUT);
    this.limits = limits;
  }

  /** A count, and how long ago it was written. */
  private record Booked(AttemptCount count, Duration idle) {
    static final Booked NONE = new Booked(AttemptCount.NONE, Duration.ZERO);
  }

  @Override
  public synchronized AttemptRuling begin(DecodeWork work) throws SQLException {
    return database.inTransaction(connection -> {
      Optional<Failure> foreign = showWork(connection, work);
      if (foreign.isPresent()) {
        return new AttemptRuling.Refused(foreign.get());
      }
      forgetOlder(connection, work);
      Booked booked = read(connection, work);
      AttemptRuling ruling = booked.count().ruling(work, limits, booked.idle());
      if (ruling instanceof AttemptRuling.Granted) {
        write(connection, work, booked.count().begin());
      }
      return ruling;
    });
  }

  @Override
  public synchronized AttemptRuling fault(DecodeWork work, DecoderFaultException fault)
      throws SQLException {
    return database.inTransaction(connection ->
        change(connection, work, count -> count.fault(fault)).ruling(work, limits, Duration.ZERO));
  }

  @Override
  public synchronized void progress(DecodeWork work, long micros) throws SQLException {
    database.inTransaction(connection -> change(connection, work, count -> count.progress(micros)));
  }

  @Override
  public synchronized void takeBack(DecodeWork work) throws SQLException {
    database.inTransaction(connection -> change(connection, work, AttemptCount::takeBack));
  }

  @Override
  public synchronized void end(DecodeWork work) throws SQLException {
    database.inTransaction(connection -> {
      try (PreparedStatement delete = keyed(connection, DELETE, 1, work)) {
        return delete.executeUpdate();
      }
    });
  }

  @Override
  public synchronized void close() {
    database.close();
  }

  /** What hinders; and the row shows the work, unless it tells of newer. */
  private static Optional<Failure> showWork(Connection connection, DecodeWork work)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(ProgressStatement.SQL)) {
      ProgressStatement.bind(
          upsert, new ProgressUpdate(work.video(), work.state(), work.info(), null));
      upsert.executeUpdate();
    }
    try (PreparedStatement select = connection.prepareStatement(OWNER)) {
      select.setObject(1, UUID.fromString(work.video().videoId()));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? mismatch(work, row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  private static Optional<Failure> mismatch(DecodeWork work, UUID owner) {
    return VideoOwner.mayChange(owner, work.video())
        ? Optional.empty()
        : Optional.of(new Failure(
            FailureCode.OWNER_MISMATCH,
            work.stage(),
            "Video " + work.video().videoId() + " belongs to another owner than "
                + work.video().ownerId() + ", whom the notification names"));
  }

  private static void forgetOlder(Connection connection, DecodeWork work) throws SQLException {
    if (work.segment() == DecodeWork.PROBE) {
      try (PreparedStatement delete = connection.prepareStatement(FORGET_OLDER)) {
        delete.setObject(1, UUID.fromString(work.video().videoId()));
        delete.setLong(2, work.video().revision());
        delete.executeUpdate();
      }
    }
  }

  private static AttemptCount change(
      Connection connection, DecodeWork work, UnaryOperator<AttemptCount> change)
      throws SQLException {
    AttemptCount before = read(connection, work).count();
    AttemptCount after = change.apply(before);
    if (!after.equals(before)) {
      write(connection, work, after);
    }
    return after;
  }

  private static Booked read(Connection connection, DecodeWork work) throws SQLException {
    try (PreparedStatement select = keyed(connection, SELECT, 1, work);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Booked.NONE;
      }
      Long farthest = row.getObject(3, Long.class);
      AttemptCount count = new AttemptCount(
          row.getInt(1),
          row.getInt(2),
          farthest == null ? Long.MIN_VALUE : farthest,
          code(row.getString(4)),
          row.getString(5));
      return new Booked(count, Duration.ofMillis(row.getLong(6)));
    }
  }

  private static void write(Connection connection, DecodeWork work, AttemptCount count)
      throws SQLException {
    try (PreparedStatement upsert = keyed(connection, UPSERT, 7, work)) {
      upsert.setInt(1, count.begun());
      upsert.setInt(2, count.faults());
      boolean atStart = count.farthestMicros() == Long.MIN_VALUE;
      upsert.setObject(3, atStart ? null : count.farthestMicros(), Types.BIGINT);
      upsert.setString(4, count.lastCode() == null ? null : count.lastCode().name());
      upsert.setString(5, count.lastError());
      upsert.setString(6, work.video().generation());
      upsert.executeUpdate();
    }
  }

  /** With video, revision and segment as the parameters from {@code first} on. The caller closes it. */
  private static PreparedStatement keyed(
      Connection connection, String sql, int first, DecodeWork work) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setObject(first, UUID.fromString(work.video().videoId()));
    statement.setLong(first + 1, work.video().revision());
    statement.setInt(first + 2, work.segment());
    return statement;
  }

  /** Null too for a code that a newer version wrote. */
  private static @Nullable FailureCode code(@Nullable String name) {
    for (FailureCode code : FailureCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return null;
  }
}

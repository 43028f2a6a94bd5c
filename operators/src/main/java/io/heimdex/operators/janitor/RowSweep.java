package io.heimdex.operators.janitor;

import io.heimdex.operators.publish.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Removes rows of a table whose work has ended, by one statement a thousand rows. For rows of which one condition on the
 * video's row tells; a revision never becomes smaller, so no lock is needed.
 */
final class RowSweep {
  private static final int AT_ONCE = 1000;

  /** A claim that is superseded says nothing any more: see {@code LockedVideo.needs}. That of a live generation stays. */
  static final RowSweep CLAIMS = new RowSweep(
      "stored_generations",
      "v.revision > t.revision and v.generation is distinct from t.generation");

  /** Attempts at work that is done. Those of a video that failed stay: they keep an older checkpoint from trying it all again. */
  static final RowSweep ATTEMPTS = new RowSweep(
      "decode_attempts",
      "(v.revision > t.revision or"
          + " (v.revision = t.revision and v.state = 'indexed' and v.generation = t.generation))");

  private final String count;
  private final String countEnded;
  private final String delete;

  private RowSweep(String table, String ended) {
    String join = " from " + table + " t join videos v using (video_id) where " + ended;
    count = "select count(*) from " + table;
    countEnded = "select count(*)" + join;
    delete = "delete from " + table + " where ctid in (select t.ctid" + join + " limit " + AT_ONCE
        + " for update of t skip locked)";
  }

  void run(VideoTransactions transactions, boolean dryRun, SweepCounts.Count counts)
      throws SQLException, InterruptedException {
    counts.found(transactions.read(connection -> number(connection, count)));
    if (dryRun) {
      counts.removable(transactions.read(connection -> number(connection, countEnded)));
      return;
    }
    int removed;
    do {
      removed = transactions.read(connection -> Sql.update(connection, delete));
      counts.removable(removed);
    } while (removed > 0);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}

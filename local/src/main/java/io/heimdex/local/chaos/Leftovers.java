package io.heimdex.local.chaos;

import io.heimdex.local.stack.StackAddresses;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is still to be cleaned up.
 *
 * @param staged batches of rows that were never published
 * @param noted prefixes of objects that nobody needs
 */
record Leftovers(List<String> staged, List<String> noted) {
  /** The last commits may be under way, and remove what they have replaced. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  private static final long POLL_MILLIS = 500;

  private static final String STAGED = """
      SELECT 'batch ' || batch_id || ' of video ' || video_id || ' generation ' || generation || ', ' || count(*) || ' rows'
      FROM scene_staging GROUP BY batch_id, video_id, generation
      """;

  private static final String NOTED = "SELECT prefix FROM object_garbage";

  /** Waits some seconds for nothing to be left, and tells what is. */
  static Leftovers await(StackAddresses stack) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + QUIET.toNanos();
    Leftovers left = read(stack);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      left = read(stack);
    }
    return left;
  }

  private boolean isEmpty() {
    return staged.isEmpty() && noted.isEmpty();
  }

  private static Leftovers read(StackAddresses stack) throws SQLException {
    try (Connection connection = DriverManager.getConnection(
            stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
        Statement statement = connection.createStatement()) {
      return new Leftovers(strings(statement, STAGED), strings(statement, NOTED));
    }
  }

  private static List<String> strings(Statement statement, String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        strings.add(row.getString(1));
      }
    }
    return strings;
  }
}

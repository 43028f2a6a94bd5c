package io.heimdex.local.chaos;

import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.janitor.Janitor;
import io.heimdex.operators.janitor.JanitorSettings;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import java.io.IOException;
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
 * What the janitor could not clean up.
 *
 * @param staged batches of rows that were never published
 * @param noted prefixes of objects that nobody needs
 */
record Leftovers(List<String> staged, List<String> noted) {
  /** The last commits may be under way: then the janitor is needed again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long PAUSE_MILLIS = 1000;

  private static final JanitorSettings SWEEP = JanitorSettings.decided(Duration.ofDays(1), 1000);

  private static final String STAGED = """
      SELECT 'batch ' || batch_id || ' of video ' || video_id || ' generation ' || generation || ', ' || count(*) || ' rows'
      FROM scene_staging GROUP BY batch_id, video_id, generation
      """;

  private static final String NOTED = "SELECT prefix FROM object_garbage";

  /** Lets the janitor work, again if something is left, and tells what stays. */
  static Leftovers sweep(StackAddresses stack)
      throws IOException, SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Janitor janitor = new Janitor(
        stack.database(), new S3ObjectStoreFactory(stack.s3()), stack.derivedBucket())) {
      while (true) {
        janitor.sweep(SWEEP, things -> {});
        Leftovers left = read(stack);
        if (left.isEmpty() || System.nanoTime() > deadline) {
          return left;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
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

package io.heimdex.local.chaos;

import io.heimdex.operators.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A reader that looks all the time, and remembers each video it saw with some of its scenes only. Where the database is away it
 * tries again until it is back.
 */
public final class HalfVisibleReader implements AutoCloseable {
  /** Either all scenes of one generation, or none. A video may fail, or wait, while its former scenes stay. */
  private static final String HALF_VISIBLE = """
      SELECT v.video_id, v.state, v.scene_count, count(s.scene_id), v.generation
      FROM videos v LEFT JOIN scenes s USING (video_id) GROUP BY v.video_id
      HAVING count(s.scene_id) <> coalesce(v.scene_count, 0)
        OR (v.state = 'indexed') > (count(s.scene_id) > 0)
        OR bool_or(s.generation <> v.generation)
        OR count(s.image_vec) <> count(s.scene_id) OR count(s.thumbnail_key) <> count(s.scene_id)
      """;

  private static final long PAUSE_MILLIS = 5;
  private static final long RECONNECT_MILLIS = 200;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> superfluous = new ConcurrentHashMap<>();
  private final AtomicLong reads = new AtomicLong();
  private final DatabaseSettings database;
  private final Thread thread;
  private volatile boolean closed;

  /** Begins to read. */
  public HalfVisibleReader(DatabaseSettings database) {
    this.database = database;
    this.thread = new Thread(this::run, "half-visible-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /** Videos of which a part was seen, once for each time. */
  public List<String> halfVisible() {
    return seen;
  }

  /** Rows that indexed videos had beyond the scenes that they have, at the most, by video and generation: rows that came twice. */
  public Map<String, Integer> superfluousRows() {
    return Map.copyOf(superfluous);
  }

  /** How often it has looked. */
  public long reads() {
    return reads.get();
  }

  private void run() {
    try {
      while (!closed) {
        try {
          read();
        } catch (SQLException e) {
          TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void read() throws SQLException, InterruptedException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      while (!closed) {
        try (ResultSet rows = statement.executeQuery(HALF_VISIBLE)) {
          while (rows.next()) {
            remember(rows);
          }
        }
        reads.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void remember(ResultSet video) throws SQLException {
    String state = video.getString(2);
    int expected = video.getInt(3);
    int found = video.getInt(4);
    seen.add(
        video.getString(1) + " is " + state + " with " + found + " of " + expected + " scenes");
    if (state.equals("indexed") && found > expected) {
      superfluous.merge(
          video.getString(1) + " in generation " + video.getString(5), found - expected, Math::max);
    }
  }

  /** Ends the reading. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join();
  }
}

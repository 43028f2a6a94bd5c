package io.heimdex.local.job;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A reader that looks all the time, and remembers each video it saw with some of its scenes only. */
final class HalfVisibleReader implements AutoCloseable {
  private static final String HALF_VISIBLE = """
      SELECT v.video_id, v.state, v.scene_count, count(s.scene_id), count(s.image_vec), count(s.thumbnail_key)
      FROM videos v LEFT JOIN scenes s USING (video_id) GROUP BY v.video_id
      HAVING count(s.scene_id) <> CASE WHEN v.state = 'indexed' THEN v.scene_count ELSE 0 END
        OR count(s.image_vec) <> count(s.scene_id) OR count(s.thumbnail_key) <> count(s.scene_id)
      """;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicLong reads = new AtomicLong();
  private final JobStack job;
  private final Thread thread;
  private volatile boolean closed;

  HalfVisibleReader(JobStack job) {
    this.job = job;
    this.thread = new Thread(this::read, "half-visible-reader");
    thread.start();
  }

  /** Videos of which a part was seen. */
  List<String> halfVisible() {
    return seen;
  }

  long reads() {
    return reads.get();
  }

  private void read() {
    try (Connection connection = job.connect();
        Statement statement = connection.createStatement()) {
      while (!closed) {
        try (ResultSet rows = statement.executeQuery(HALF_VISIBLE)) {
          while (rows.next()) {
            seen.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getInt(3) + "/"
                + rows.getInt(4));
          }
        }
        reads.incrementAndGet();
      }
    } catch (SQLException e) {
      seen.add("The reader failed: " + e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}

package io.heimdex.operators.janitor;

import io.heimdex.operators.publish.ObjectGarbage;
import io.heimdex.operators.publish.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finishes what commits noted for removal and could not remove. */
final class NoteSweep {
  private static final int PAGE = 200;

  private static final String VIDEOS = """
      select video_id, count(*) from object_garbage where video_id > ?
      group by video_id order by video_id limit
      """ + PAGE;

  private final VideoTransactions transactions;
  private final ObjectGarbage garbage;
  private final boolean dryRun;
  private final SweepCounts counts;
  private final Pace pace;

  NoteSweep(
      VideoTransactions transactions,
      ObjectGarbage garbage,
      boolean dryRun,
      SweepCounts counts,
      Pace pace) {
    this.transactions = transactions;
    this.garbage = garbage;
    this.dryRun = dryRun;
    this.counts = counts;
    this.pace = pace;
  }

  private record NotedVideo(UUID videoId, long notes) {}

  void run() throws SQLException, InterruptedException {
    UUID last = new UUID(0, 0);
    List<NotedVideo> page;
    do {
      UUID after = last;
      page = transactions.read(connection -> videos(connection, after));
      for (NotedVideo video : page) {
        last = video.videoId();
        counts.notes.found(video.notes());
        pace.await();
        Integer settled = transactions.locked(
            video.videoId(), (connection, row) -> settle(connection, video.videoId()));
        counts.notes.removable(settled == null ? 0 : settled);
      }
    } while (!page.isEmpty());
  }

  private int settle(Connection connection, UUID videoId) throws SQLException {
    return dryRun
        ? garbage.removableOf(connection, videoId.toString())
        : garbage.removeOf(connection, videoId.toString());
  }

  private static List<NotedVideo> videos(Connection connection, UUID after) throws SQLException {
    List<NotedVideo> videos = new ArrayList<>();
    try (PreparedStatement statement = Sql.prepare(connection, VIDEOS, after);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        videos.add(new NotedVideo(row.getObject(1, UUID.class), row.getLong(2)));
      }
    }
    return videos;
  }
}

package io.heimdex.operators.janitor;

import io.heimdex.operators.publish.LockedVideo;
import io.heimdex.operators.publish.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removes batches of staged rows that no commit can read again. A transaction a batch, under the lock of its video. */
final class StagingSweep {
  private static final int PAGE = 200;

  /** In the order of the primary key, so that a page reads no more than its rows. */
  private static final String BATCHES = """
      select batch_id, video_id, generation, revision, count(*), extract(epoch from now() - min(staged_at))
      from scene_staging where batch_id > ?
      group by batch_id, video_id, generation, revision order by batch_id limit
      """ + PAGE;

  private static final String DELETE = "delete from scene_staging where batch_id = ?";

  private final VideoTransactions transactions;
  private final JanitorSettings settings;
  private final SweepCounts counts;

  StagingSweep(VideoTransactions transactions, JanitorSettings settings, SweepCounts counts) {
    this.transactions = transactions;
    this.settings = settings;
    this.counts = counts;
  }

  void run() throws SQLException, InterruptedException {
    UUID last = new UUID(0, 0);
    List<StagedBatch> page;
    do {
      UUID after = last;
      page = transactions.read(connection -> batches(connection, after));
      for (StagedBatch batch : page) {
        last = batch.batchId();
        look(batch);
      }
    } while (!page.isEmpty());
  }

  private void look(StagedBatch batch) throws SQLException, InterruptedException {
    counts.batches.found(1);
    counts.stagedRows.found(batch.rows());
    Boolean over = transactions.locked(
        batch.videoId(), (connection, video) -> remove(connection, batch, video));
    if (Boolean.TRUE.equals(over)) {
      counts.batches.removable(1);
      counts.stagedRows.removable(batch.rows());
    }
  }

  private boolean remove(Connection connection, StagedBatch batch, @Nullable LockedVideo video)
      throws SQLException {
    if (!batch.isOver(video) && !isGivenUp(batch)) {
      return false;
    }
    if (!settings.dryRun()) {
      Sql.update(connection, DELETE, batch.batchId());
    }
    return true;
  }

  private boolean isGivenUp(StagedBatch batch) {
    Duration age = settings.undecidedAge();
    return age != null && batch.age().compareTo(age) >= 0;
  }

  private static List<StagedBatch> batches(Connection connection, UUID after) throws SQLException {
    List<StagedBatch> batches = new ArrayList<>();
    try (PreparedStatement statement = Sql.prepare(connection, BATCHES, after);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        batches.add(new StagedBatch(
            row.getObject(1, UUID.class),
            row.getObject(2, UUID.class),
            row.getString(3),
            row.getObject(4, Long.class),
            row.getInt(5),
            Duration.ofMillis(Math.round(row.getDouble(6) * 1000))));
      }
    }
    return batches;
  }
}

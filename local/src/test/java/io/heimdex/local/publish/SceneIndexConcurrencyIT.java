package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commits while others read, commit, and cut connections. */
class SceneIndexConcurrencyIT {
  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();

  private final String id = Videos.newId();

  @Test
  void goesOnAfterItsConnectionsWereCut() throws Exception {
    try (SinkRun run = servers.startRun()) {
      // Given
      run.commit(publish(video(id, "aaaa", 1), 2));

      // When
      cutConnections();
      run.write(publish(video(id, "bbbb", 2), 3));
      cutConnections();
      run.snapshot();
      run.complete();

      // Then
      assertThat(tables.video(id)).isEqualTo("indexed bbbb bbbb 2 3");
      assertThat(tables.batches(id)).isEmpty();
    }
  }

  @Test
  void theNewestRevisionWinsWhenTwoCommittersRace() throws Exception {
    // Given
    int rounds = 20;
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);

    // When
    try {
      Future<?> odd = threads.submit(racer(start, rounds, "odd", 1));
      Future<?> even = threads.submit(racer(start, rounds, "even", 2));
      odd.get();
      even.get();
    } finally {
      threads.shutdownNow();
    }

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed even20 even20 40 40");
    assertThat(tables.scenes(id)).hasSize(40).allMatch(scene -> scene.startsWith("even20 "));
    assertThat(tables.batches(id)).isEmpty();
  }

  private Callable<Void> racer(CyclicBarrier start, int rounds, String name, int firstRevision) {
    return () -> {
      try (SinkRun run = servers.startRun()) {
        for (int round = 1; round <= rounds; round++) {
          int revision = 2 * (round - 1) + firstRevision;
          run.write(publish(video(id, name + round, revision), revision));
          // Not for ever, if the other one failed.
          start.await(1, TimeUnit.MINUTES);
          run.snapshot();
          run.complete();
        }
      }
      return null;
    };
  }

  @Test
  void aReaderSeesTheOldSetOrTheNewOneButNoPart() throws Exception {
    // Given: a generation with n scenes is called gn
    servers.commit(publish(video(id, "g1", 1), 1));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Integer> polls = threads.submit(() -> pollUntil(done));

    // When
    try (SinkRun run = servers.startRun()) {
      for (int revision = 2; revision <= 40; revision++) {
        int scenes = 1 + revision * 7 % 50;
        run.commit(publish(video(id, "g" + scenes, revision), scenes));
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }

    // Then
    assertThat(polls.get()).isGreaterThan(40);
  }

  private int pollUntil(AtomicBoolean done) throws Exception {
    int polls = 0;
    try (var connection = tables.connect();
        var statement = connection.prepareStatement(
            "select v.state, v.generation, v.scene_count, count(s.*), count(*) filter (where s.generation <> v.generation) "
                + "from videos v left join scenes s using (video_id) where video_id = ?::uuid group by v.video_id")) {
      statement.setString(1, id);
      for (; !done.get(); polls++) {
        try (var seen = statement.executeQuery()) {
          assertThat(seen.next()).isTrue();
          assertThat(seen.getString(1)).isEqualTo("indexed");
          assertThat(seen.getString(2)).isEqualTo("g" + seen.getInt(3));
          assertThat(seen.getInt(4)).isEqualTo(seen.getInt(3));
          assertThat(seen.getInt(5)).isZero();
        }
      }
    }
    return polls;
  }

  private static void cutConnections() throws Exception {
    tables.rows("select pg_terminate_backend(pid) from pg_stat_activity "
        + "where datname = current_database() and application_name like 'heimdex-%'");
  }
}

package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.delete;
import static io.heimdex.local.publish.Videos.discard;
import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.row;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pgvector.PGvector;
import io.heimdex.local.TestDatabases;
import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink on real servers. Access to the objects is denied throughout, so that what is noted for removal stays to be seen. */
class SceneIndexSinkIT {
  @TempDir
  private static Path directory;

  private static S3Server server;
  private static S3Settings denied;
  private static DatabaseSettings database;
  private static Tables tables;

  private final String id = Videos.newId();

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(directory);
    denied = server.settings("another secret");
    database = TestDatabases.createMigrated();
    tables = new Tables(database);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void publishesRowsAsTheyAre() throws Exception {
    // Given
    VideoRef video = video(id, "aaaa", 7);

    // When
    commit(publish(video, 3));

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 7 3");
    assertThat(tables.rows(
            "select user_id, storage_bucket, storage_key, mime_type, size_bytes, duration_s, error_code, "
                + "indexed_at is not null, title from videos join video_metadata using (video_id) where video_id = ?",
            id))
        .containsExactly(video.ownerId() + " uploads " + video.key()
            + " video/mp4 1234 6.000 - t Title of aaaa");
    var second = row(video, 1, 3);
    assertThat(tables.rows(
            "select scene_id, generation, start_s, end_s, thumbnail_key, sidecar_key, image_model, pipeline_version, "
                + "text_vec, transcript from scenes where video_id = ? and scene_index = 1",
            id))
        .containsExactly(String.join(
            " ",
            second.sceneId(),
            "aaaa",
            "2.000",
            "4.000",
            second.thumbnailKey(),
            second.sidecarKey(),
            "model@1",
            "pipeline-1",
            "-",
            "-"));
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void copiesVectorsBitByBit() throws Exception {
    // Given
    float[] vector = Videos.vector("aaaa", 0);
    vector[0] = Float.MIN_VALUE;
    vector[1] = -Float.MAX_VALUE;
    vector[2] = -0f;
    VideoRef video = video(id, "aaaa", 1);

    // When
    commit(publish(video, List.of(row(video, 0, 1, vector))));

    // Then
    String stored =
        tables.rows("select image_vec from scenes where video_id = ?", id).get(0);
    assertThat(new PGvector(stored).toArray()).containsExactly(vector);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1_000,
        9_999_000,
        10_000_000,
        100_000_000,
        12_345_678_000L,
        36_000_000_000L,
        9_999_999_999_000L
      })
  void copiesTimesToTheMillisecond(long micros) throws Exception {
    // Given
    VideoRef video = video(id, "aaaa", 1);
    var scene = row(video, 0, 1);
    var timed = new SceneRow(
        video,
        scene.info(),
        scene.sceneId(),
        0,
        1,
        0,
        micros,
        micros,
        scene.imageVec(),
        scene.imageModel(),
        scene.thumbnailKey(),
        scene.sidecarKey(),
        null);

    // When
    commit(publish(video, List.of(timed)));

    // Then
    assertThat(tables.rows(
            "select (start_s * 1000000)::bigint, (end_s * 1000000)::bigint from scenes where video_id = ?",
            id))
        .containsExactly("0 " + micros);
  }

  @Test
  void refusesAVectorThatIsNoNumber() throws Exception {
    // Given
    float[] vector = Videos.vector("aaaa", 0);
    vector[5] = Float.NaN;
    VideoRef video = video(id, "aaaa", 1);

    // When
    try (SinkRun run = SinkRun.start(database, denied)) {

      // Then
      assertThatThrownBy(() -> run.write(publish(video, List.of(row(video, 0, 1, vector)))))
          .rootCause()
          .hasMessageContaining("NaN");
      assertThat(tables.batches(id)).isEmpty();
    }
  }

  @Test
  void showsNothingBeforeTheCheckpointIsComplete() throws Exception {
    try (SinkRun run = SinkRun.start(database, denied)) {
      // When
      run.write(publish(video(id, "aaaa", 1), 3));
      run.snapshot();

      // Then
      assertThat(tables.video(id)).isEqualTo("none");
      assertThat(tables.batches(id)).hasSize(1);
    }
  }

  @Test
  void commitsOnceWhenRestoredAfterPrepareCommit() throws Exception {
    // Given
    OperatorSubtaskState state;
    List<String> published;
    try (SinkRun run = SinkRun.start(database, denied)) {
      run.write(publish(video(id, "aaaa", 1), 3));
      state = run.snapshot();
      run.complete();
      published = everythingOf(id);
    }

    // When
    SinkRun.restore(database, denied, state).close();

    // Then
    assertThat(everythingOf(id)).isEqualTo(published).hasSize(3);
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void commitsAfterTheRestoreWhatTheCrashKeptFromIt() throws Exception {
    // Given
    OperatorSubtaskState state;
    try (SinkRun run = SinkRun.start(database, denied)) {
      run.write(publish(video(id, "aaaa", 1), 3));
      state = run.snapshot();
    }

    // When
    SinkRun.restore(database, denied, state).close();

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 1 3");
    assertThat(tables.scenes(id)).hasSize(3);
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void acknowledgesAGenerationThatIsStagedAgainAfterItsCommit() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 3));
    List<String> published = everythingOf(id);

    // When
    commit(publish(video(id, "aaaa", 4), 3));

    // Then
    assertThat(everythingOf(id)).isEqualTo(published);
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 4 3");
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void replacesTheFormerGenerationAndNotesItsObjects() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 5));

    // When
    commit(publish(video(id, "bbbb", 2), 2));

    // Then
    assertThat(tables.scenes(id)).containsExactly("bbbb 0", "bbbb 1");
    assertThat(tables.video(id)).isEqualTo("indexed bbbb bbbb 2 2");
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/aaaa/", "thumbnails/" + id + "/aaaa/");
  }

  @Test
  void strikesTheObjectsOfAGenerationThatBecomesLiveAgain() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 2), publish(video(id, "bbbb", 2), 2));

    // When
    commit(publish(video(id, "aaaa", 3), 2));

    // Then
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/bbbb/", "thumbnails/" + id + "/bbbb/");
  }

  @Test
  void dropsARevisionThatANewerOneSuperseded() throws Exception {
    // Given
    commit(publish(video(id, "bbbb", 2), 2));

    // When
    commit(publish(video(id, "aaaa", 1), 5));

    // Then
    assertThat(tables.scenes(id)).containsExactly("bbbb 0", "bbbb 1");
    assertThat(tables.video(id)).isEqualTo("indexed bbbb bbbb 2 2");
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/aaaa/", "thumbnails/" + id + "/aaaa/");
  }

  @Test
  void keepsTheLiveGenerationsObjectsWhenAnOlderRevisionOfItIsSuperseded() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 2), 2));

    // When
    commit(publish(video(id, "aaaa", 1), 2));

    // Then
    assertThat(tables.garbage(id)).isEmpty();
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 2 2");
  }

  @Test
  void refusesABatchThatLacksRows() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 2));
    try (SinkRun run = SinkRun.start(database, denied)) {
      run.write(publish(video(id, "bbbb", 2), 5));
      run.snapshot();
      tables.execute("delete from scene_staging where video_id = ? and scene_index = 3", id);

      // When
      assertThatThrownBy(run::complete)

          // Then
          .hasMessageContaining("has 4 staged scenes; expected 5");
    }
    assertThat(tables.scenes(id)).containsExactly("aaaa 0", "aaaa 1");
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 1 2");
  }

  @Test
  void deletesRowsAndKeepsATombstone() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 2));

    // When
    commit(delete(video(id, "gone", 3)));

    // Then
    assertThat(tables.video(id)).isEqualTo("deleted - - 3 -");
    assertThat(tables.scenes(id)).isEmpty();
    assertThat(tables.rows("select title from video_metadata where video_id = ?", id))
        .isEmpty();
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/", "thumbnails/" + id + "/");
  }

  @Test
  void keepsATombstoneAgainstWorkThatIsOlder() throws Exception {
    // Given
    commit(delete(video(id, "gone", 3)));

    // When
    commit(publish(video(id, "aaaa", 1), 2));

    // Then
    assertThat(tables.video(id)).isEqualTo("deleted - - 3 -");
    assertThat(tables.scenes(id)).isEmpty();
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void publishesAVideoThatIsUploadedAgainAfterItsDeletion() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 2), delete(video(id, "gone", 2)));

    // When
    commit(publish(video(id, "aaaa", 3), 2));

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 3 2");
    assertThat(tables.scenes(id)).hasSize(2);
  }

  @Test
  void leavesAVideoAloneThatWasUploadedAgainBeforeItsDeletionCommits() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 3), 2));

    // When
    commit(delete(video(id, "gone", 2)));

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 3 2");
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void notesTheObjectsOfAGenerationThatIsDiscarded() throws Exception {
    // Given
    commit(publish(video(id, "aaaa", 1), 2));

    // When
    commit(discard(video(id, "bbbb", 2)), discard(video(id, "aaaa", 2)));

    // Then
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/bbbb/", "thumbnails/" + id + "/bbbb/");
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 1 2");
  }

  @Test
  void takesTextsThatPostgresWouldRefuse() throws Exception {
    // Given
    VideoRef plain = video(id, "aaaa", 1);
    VideoRef odd = new VideoRef(
        id,
        plain.ownerId(),
        "b".repeat(200),
        "k\0" + "k".repeat(2000),
        null,
        null,
        -1,
        "aaaa",
        1,
        "t\0" + "😀".repeat(500),
        "d\0",
        plain.position());

    // When
    commit(publish(odd, 1));

    // Then
    assertThat(tables.rows(
            "select length(title), description, length(storage_key), length(storage_bucket) "
                + "from videos join video_metadata using (video_id) where video_id = ?",
            id))
        .containsExactly("255 d 512 63");
  }

  @Test
  void goesOnAfterItsConnectionsWereCut() throws Exception {
    try (SinkRun run = SinkRun.start(database, denied)) {
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
      try (SinkRun run = SinkRun.start(database, denied)) {
        for (int round = 1; round <= rounds; round++) {
          int revision = 2 * (round - 1) + firstRevision;
          run.write(publish(video(id, name + round, revision), revision));
          start.await();
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
    commit(publish(video(id, "g1", 1), 1));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Integer> polls = threads.submit(() -> pollUntil(done));

    // When
    try (SinkRun run = SinkRun.start(database, denied)) {
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

  private static void commit(PublishCommand... commands) throws Exception {
    try (SinkRun run = SinkRun.start(database, denied)) {
      run.commit(commands);
    }
  }

  /** With the transaction that wrote each row. */
  private static List<String> everythingOf(String id) throws Exception {
    return tables.rows(
        "select v.indexed_at, s.xmin, s.* from videos v join scenes s using (video_id) where video_id = ? "
            + "order by s.scene_index",
        id);
  }

  private static void cutConnections() throws Exception {
    tables.rows("select pg_terminate_backend(pid) from pg_stat_activity "
        + "where datname = current_database() and application_name like 'heimdex-%'");
  }
}

package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.delete;
import static io.heimdex.local.publish.Videos.discard;
import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.janitor.JanitorReport.Tally;
import io.heimdex.operators.janitor.JanitorSettings;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.VideoState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the janitor removes, and what it must not, on real servers. */
class JanitorIT {
  private static final String A = "a".repeat(32);
  private static final String B = "b".repeat(32);
  private static final JanitorSettings SWEEP = JanitorSettings.decided(Duration.ofDays(1), 100_000);

  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();

  private final String id = Videos.newId();
  private StoredObjects objects;

  @BeforeEach
  void open() {
    objects = new StoredObjects(servers);
  }

  @AfterEach
  void close() {
    objects.close();
  }

  @Test
  void removesABatchWhoseWorkIsSuperseded() throws Exception {
    // Given
    stage(publish(video(id, A, 1), 2));
    servers.commit(publish(video(id, B, 2), 3));

    // When
    servers.sweep(SWEEP);

    // Then
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.scenes(id)).hasSize(3);
  }

  @Test
  void removesABatchThatWasStagedAgainAfterItsCommit() throws Exception {
    // Given
    servers.commit(publish(video(id, A, 1), 2));
    stage(publish(video(id, A, 1), 2));

    // When
    servers.sweep(SWEEP);

    // Then
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.scenes(id)).hasSize(2);
  }

  @Test
  void keepsABatchWithoutARevisionUnlessAnAgeIsGiven() throws Exception {
    // Given
    stage(publish(video(id, A, 1), 2));
    tables.execute("update scene_staging set revision = null where video_id = ?", id);
    servers.commit(publish(video(id, B, 2), 2));

    // When
    servers.sweep(SWEEP);
    List<String> decided = tables.batches(id);
    servers.sweep(olderThan(Duration.ofHours(1)));
    List<String> young = tables.batches(id);
    servers.sweep(olderThan(Duration.ZERO));

    // Then
    assertThat(decided).hasSize(1);
    assertThat(young).hasSize(1);
    assertThat(tables.batches(id)).isEmpty();
  }

  /** Objects are stored, rows staged, and the commit waits in a checkpoint: the worst moment to clean up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing else",
        "validate",
        "process",
        "fail",
        "publish other content before",
        "publish the same content before, and delete it",
        "publish other content of the same revision before"
      })
  void aRestoredCheckpointPublishesCompletely(String before) throws Exception {
    // Given
    long revision = 10;
    PublishCommand command = publish(video(id, A, revision), 3);
    switch (before) {
      case "publish other content before" -> servers.commit(store(publish(video(id, B, 1), 2)));
      case "publish the same content before, and delete it" ->
        servers.commit(store(publish(video(id, A, 1), 3)), delete(video(id, "gone", 2)));
      case "publish other content of the same revision before" ->
        servers.commit(store(publish(video(id, B, revision), 2)));
      case "validate" ->
        Progress.write(tables, Progress.of(video(id, A, revision), VideoState.VALIDATING));
      case "process" ->
        Progress.write(tables, Progress.of(video(id, A, revision), VideoState.PROCESSING));
      default -> {}
    }
    OperatorSubtaskState checkpoint;
    try (SinkRun run = servers.startRun()) {
      run.write(store(command));
      checkpoint = run.snapshot();
    }
    if (before.equals("fail")) {
      Progress.write(tables, Progress.of(video(id, A, revision), VideoState.FAILED));
    }

    // When
    servers.sweep(SWEEP);
    servers.sweep(SWEEP);
    servers.restoreRun(checkpoint).close();
    servers.sweep(SWEEP);

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed " + A + " " + A + " 10 3");
    assertThat(tables.scenes(id)).hasSize(3);
    assertThat(objects.of(id)).isEqualTo(StoredObjects.namedBy(command));
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void theSameContentUploadedAgainAndAgainKeepsItsObjectsWhileTheJanitorWorks() throws Exception {
    try (JanitorLoop janitor = new JanitorLoop(servers.database(), servers.s3())) {
      for (int round = 1; round <= 25; round++) {
        // Given
        PublishCommand upload = store(publish(video(id, A, 2 * round), 3));

        // When
        servers.commit(upload);

        // Then
        assertThat(objects.of(id)).isEqualTo(StoredObjects.namedBy(upload));
        servers.commit(delete(video(id, "gone", 2 * round + 1)));
      }
      assertThat(janitor.sweeps()).isGreaterThan(10);
    }
    servers.sweep(SWEEP);
    assertThat(objects.of(id)).isEmpty();
    assertThat(tables.rows("select 1 from stored_generations where video_id = ?", id))
        .isEmpty();
  }

  @Test
  void removesTheObjectsOfGenerationsThatNobodyNeeds() throws Exception {
    // Given
    PublishCommand live = publish(video(id, B, 2), 2);
    servers.commit(store(live));
    store(publish(video(id, A, 1), 3));
    String foreign = "thumbnails/" + id + "/" + A + "/notes.txt";
    objects.put(foreign);

    // When
    servers.sweep(SWEEP);

    // Then
    assertThat(objects.of(id))
        .hasSize(5)
        .contains(foreign)
        .containsAll(StoredObjects.namedBy(live));
  }

  @Test
  void finishesWhatACommitNotedAndTheStoreDenied() throws Exception {
    // Given
    servers.commit(store(publish(video(id, A, 1), 2)));
    PublishCommand live = store(publish(video(id, B, 2), 2));
    servers.commit(live);
    assertThat(tables.garbage(id)).hasSize(2);

    // When
    servers.sweep(SWEEP);

    // Then
    assertThat(tables.garbage(id)).isEmpty();
    assertThat(objects.of(id)).isEqualTo(StoredObjects.namedBy(live));
  }

  @Test
  void objectsOfAnUnknownVideoStayUnlessAnAgeIsGiven() throws Exception {
    // Given
    String key = "thumbnails/" + id + "/" + A + "/" + UUID.randomUUID() + ".webp";
    objects.put(key);

    // When
    servers.sweep(SWEEP);
    servers.sweep(unknownOlderThan(Duration.ofHours(1)));
    List<String> kept = objects.of(id);
    servers.sweep(unknownOlderThan(Duration.ZERO));

    // Then
    assertThat(kept).containsExactly(key);
    assertThat(objects.of(id)).isEmpty();
  }

  @Test
  void workWhoseRowIsNotWrittenYetIsNoUnknownVideo() throws Exception {
    // Given
    PublishCommand command = store(publish(video(id, A, 1), 2));

    // When
    servers.sweep(unknownOlderThan(Duration.ZERO));

    // Then
    assertThat(objects.of(id)).isEqualTo(StoredObjects.namedBy(command));
  }

  @Test
  void whatFailedForGoodIsNotPublishedByAnOlderCheckpointThatComesBack() throws Exception {
    // Given
    OperatorSubtaskState older;
    try (SinkRun run = servers.startRun()) {
      run.write(store(publish(video(id, A, 1), 2)));
      older = run.snapshot();
    }
    Progress.write(tables, Progress.of(video(id, A, 1), VideoState.FAILED));
    servers.commit(servers.s3(), discard(video(id, A, 1)));
    assertThat(objects.of(id)).isEmpty();

    // When
    servers.restoreRun(older).close();

    // Then
    assertThat(tables.video(id)).isEqualTo("failed - " + A + " 1 -");
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void removesAttemptsAtWorkThatIsDoneAndKeepsThoseOfFailuresAndOfWorkUnderWay() throws Exception {
    // Given
    String failed = Videos.newId();
    servers.commit(publish(video(id, A, 2), 1));
    Progress.write(tables, Progress.of(video(failed, A, 2), VideoState.FAILED));
    for (String attempts : List.of(id, failed)) {
      tables.execute(
          "insert into decode_attempts (video_id, revision, segment, generation) "
              + "select ?, i, 0, '" + A + "' from generate_series(1, 3) i",
          attempts);
    }

    // When
    servers.sweep(SWEEP);

    // Then
    String left = "select revision from decode_attempts where video_id = ? order by revision";
    assertThat(tables.rows(left, id)).containsExactly("3");
    assertThat(tables.rows(left, failed)).containsExactly("2", "3");
  }

  @Test
  void aDryRunCountsEveryKindOfLeftOverAndRemovesNone() throws Exception {
    // Given
    Servers own = Servers.start();
    try (StoredObjects stored = new StoredObjects(own)) {
      String superseded = Videos.newId();
      own.commit(stored.store(publish(video(superseded, A, 1), 2)));
      try (SinkRun run = own.startRun()) {
        run.write(stored.store(publish(video(superseded, A, 2), 3)));
      }
      own.commit(stored.store(publish(video(superseded, B, 3), 1)));
      own.tables().execute("delete from object_garbage where prefix like 'side%'");
      stored.put("thumbnails/" + id + "/" + A + "/" + UUID.randomUUID() + ".webp");
      stored.put("thumbnails/readme.txt");

      // When
      var looked = own.sweep(dryRun());
      List<String> left = own.tables().batches(superseded);
      var removed = own.sweep(SWEEP);

      // Then
      assertThat(left).hasSize(1);
      assertThat(looked.batches()).isEqualTo(new Tally(1, 1, 0, 0));
      assertThat(looked.stagedRows()).isEqualTo(new Tally(3, 3, 0, 0));
      assertThat(looked.notes()).isEqualTo(new Tally(1, 1, 0, 0));
      assertThat(looked.claims()).isEqualTo(new Tally(2, 1, 0, 1));
      assertThat(looked.prefixes()).isEqualTo(new Tally(4, 2, 0, 2));
      assertThat(looked.objects()).isEqualTo(new Tally(8, 6, 0, 2));
      assertThat(looked.unknownPrefixes()).isEqualTo(new Tally(1, 0, 0, 1));
      assertThat(looked.unknownObjects()).isEqualTo(new Tally(1, 0, 0, 1));
      assertThat(looked.foreignObjects()).isEqualTo(1);
      assertThat(removed.batches()).isEqualTo(new Tally(1, 1, 1, 0));
      assertThat(removed.stagedRows()).isEqualTo(new Tally(3, 3, 3, 0));
      assertThat(removed.notes()).isEqualTo(new Tally(1, 1, 1, 0));
      assertThat(removed.claims()).isEqualTo(new Tally(2, 1, 1, 1));
      assertThat(removed.objects()).isEqualTo(new Tally(5, 3, 3, 2));
      assertThat(stored.of(superseded)).hasSize(2);
      assertThat(own.tables().batches(superseded)).isEmpty();
    } finally {
      own.afterAll(null);
    }
  }

  @Test
  void abortsUnfinishedMultipartUploadsUnderOurPrefixesOnly() throws Exception {
    // Given
    try (MultipartUploads uploads = new MultipartUploads(servers.s3())) {
      uploads.begin("thumbnails/unfinished");
      uploads.begin("videos/of-a-user");

      // When
      long young = servers.sweep(SWEEP).multipartUploads().kept();
      long removed = servers.sweep(multipart(null)).multipartUploads().removed();

      // Then
      assertThat(young).isEqualTo(1);
      assertThat(removed).isEqualTo(1);
      assertThat(uploads.keys()).containsExactly("videos/of-a-user");

      // When
      servers.sweep(multipart(Duration.ZERO));

      // Then
      assertThat(uploads.keys()).isEmpty();
    }
  }

  private PublishCommand store(PublishCommand command) throws Exception {
    return objects.store(command);
  }

  /** As an attempt does that ends before its checkpoint. */
  private static void stage(PublishCommand command) throws Exception {
    try (SinkRun run = servers.startRun()) {
      run.write(command);
    }
  }

  /** @param uploadAge of those of users */
  private static JanitorSettings multipart(Duration uploadAge) {
    return new JanitorSettings(
        false, Duration.ZERO, null, null, uploadAge, List.of(S3Server.BUCKET), 100_000);
  }

  private static JanitorSettings dryRun() {
    return new JanitorSettings(true, Duration.ofDays(1), null, null, null, List.of(), 100_000);
  }

  private static JanitorSettings olderThan(Duration age) {
    return new JanitorSettings(false, Duration.ofDays(1), age, null, null, List.of(), 100_000);
  }

  private static JanitorSettings unknownOlderThan(Duration age) {
    return new JanitorSettings(false, Duration.ofDays(1), null, age, null, List.of(), 100_000);
  }
}

package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.row;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pgvector.PGvector;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.PublishKind;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoRef;
import io.heimdex.schema.VideoWarning;
import io.heimdex.schema.VisionTag;
import io.heimdex.schema.WarningCode;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sink writes, and when, on real servers. */
class SceneIndexSinkIT {
  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();

  private final String id = Videos.newId();

  @Test
  void publishesRowsAsTheyAre() throws Exception {
    // Given
    VideoRef video = video(id, "aaaa", 7);

    // When
    servers.commit(publish(video, 3));

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
  void writesTagsAndTheVectorOfTheTextWithItsModel() throws Exception {
    // Given
    VideoRef video = video(id, "aaaa", 1);
    float[] textVec = Videos.vector("text", 0);
    List<VisionTag> tags = List.of(new VisionTag("a \"café\"", 0.75f), new VisionTag("dog", 0.5f));

    // When
    servers.commit(publish(video, List.of(Videos.understood(row(video, 0, 1), tags, textVec))));

    // Then
    assertThat(tables.rows(
            "select vision_tags ->> 'dog', vision_tags ->> 'a \"café\"', text_model from scenes where video_id = ?",
            id))
        .containsExactly("0.5 0.75 text@1");
    assertThat(tables.rows("select video_id from scenes where vision_tags @> '{\"dog\": 0.5}'"))
        .containsExactly(id);
    String stored =
        tables.rows("select text_vec from scenes where video_id = ?", id).get(0);
    assertThat(new PGvector(stored).toArray()).containsExactly(textVec);
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
    servers.commit(publish(video, List.of(row(video, 0, 1, vector))));

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
        scene.visionTags(),
        scene.textVec(),
        scene.textModel(),
        scene.thumbnailKey(),
        scene.sidecarKey(),
        null,
        List.of());

    // When
    servers.commit(publish(video, List.of(timed)));

    // Then
    assertThat(tables.rows(
            "select (start_s * 1000000)::bigint, (end_s * 1000000)::bigint from scenes where video_id = ?",
            id))
        .containsExactly("0 " + micros);
  }

  @Test
  void writesWarningsAndForgetsThemWithTheRowsThatTheyAreOf() throws Exception {
    // Given
    VideoRef damaged = video(id, "aaaa", 1);
    String warnings = "select warnings from videos where video_id = ?";
    var warning = new VideoWarning(WarningCode.DAMAGED, "3 packets, the \"first\" at 1.000 s");

    // When
    servers.commit(new PublishCommand(
        PublishKind.PUBLISH,
        damaged,
        row(damaged, 0, 1).info(),
        1_000_000,
        List.of(warning),
        List.of(row(damaged, 0, 1))));

    // Then
    assertThat(tables.rows(warnings, id))
        .containsExactly(
            "[{\"code\": \"DAMAGED\", \"detail\": \"3 packets, the \\\"first\\\" at 1.000 s\"}]");

    // When
    VideoRef mended = video(id, "bbbb", 2);
    servers.commit(publish(mended, List.of(row(mended, 0, 1))));

    // Then
    assertThat(tables.rows(warnings, id)).containsExactly("[]");
  }

  @Test
  void refusesAVectorThatIsNoNumber() throws Exception {
    // Given
    float[] vector = Videos.vector("aaaa", 0);
    vector[5] = Float.NaN;
    VideoRef video = video(id, "aaaa", 1);

    // When
    try (SinkRun run = servers.startRun()) {

      // Then
      assertThatThrownBy(() -> run.write(publish(video, List.of(row(video, 0, 1, vector)))))
          .rootCause()
          .hasMessageContaining("NaN");
      assertThat(tables.batches(id)).isEmpty();
    }
  }

  @Test
  void takesTextsThatPostgresWouldRefuse() throws Exception {
    // Given
    VideoRef odd = Videos.withOddTexts(video(id, "aaaa", 1));

    // When
    servers.commit(publish(odd, 1));

    // Then
    assertThat(tables.rows(
            "select length(title), description, length(storage_key), length(storage_bucket) "
                + "from videos join video_metadata using (video_id) where video_id = ?",
            id))
        .containsExactly("255 d 512 63");
  }

  @Test
  void showsNothingBeforeTheCheckpointIsComplete() throws Exception {
    try (SinkRun run = servers.startRun()) {
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
    try (SinkRun run = servers.startRun()) {
      run.write(publish(video(id, "aaaa", 1), 3));
      state = run.snapshot();
      run.complete();
      published = everythingOf(id);
    }

    // When
    servers.restoreRun(state).close();

    // Then
    assertThat(everythingOf(id)).isEqualTo(published).hasSize(3);
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void commitsAfterTheRestoreWhatTheCrashKeptFromIt() throws Exception {
    // Given
    OperatorSubtaskState state;
    try (SinkRun run = servers.startRun()) {
      run.write(publish(video(id, "aaaa", 1), 3));
      state = run.snapshot();
    }

    // When
    servers.restoreRun(state).close();

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 1 3");
    assertThat(tables.scenes(id)).hasSize(3);
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void acknowledgesAGenerationThatIsStagedAgainAfterItsCommit() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 3));
    List<String> published = everythingOf(id);

    // When
    servers.commit(publish(video(id, "aaaa", 4), 3));

    // Then
    assertThat(everythingOf(id)).isEqualTo(published);
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 4 3");
    assertThat(tables.batches(id)).isEmpty();
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void refusesABatchThatLacksRows() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 2));
    try (SinkRun run = servers.startRun()) {
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

  /** With the transaction that wrote each row. */
  private static List<String> everythingOf(String id) throws Exception {
    return tables.rows(
        "select v.indexed_at, s.xmin, s.* from videos v join scenes s using (video_id) where video_id = ? "
            + "order by s.scene_index",
        id);
  }
}

package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.delete;
import static io.heimdex.local.publish.Videos.discard;
import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.schema.VideoState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commits of several revisions of a video: which one is published, and which objects are noted for removal. */
class SceneIndexRevisionsIT {
  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();

  private final String id = Videos.newId();

  @Test
  void replacesTheFormerGenerationAndNotesItsObjects() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 5));

    // When
    servers.commit(publish(video(id, "bbbb", 2), 2));

    // Then
    assertThat(tables.scenes(id)).containsExactly("bbbb 0", "bbbb 1");
    assertThat(tables.video(id)).isEqualTo("indexed bbbb bbbb 2 2");
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/aaaa/", "thumbnails/" + id + "/aaaa/");
  }

  @Test
  void strikesTheObjectsOfAGenerationThatBecomesLiveAgain() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 2), publish(video(id, "bbbb", 2), 2));

    // When
    servers.commit(publish(video(id, "aaaa", 3), 2));

    // Then
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/bbbb/", "thumbnails/" + id + "/bbbb/");
  }

  @Test
  void dropsARevisionThatANewerOneSuperseded() throws Exception {
    // Given
    servers.commit(publish(video(id, "bbbb", 2), 2));

    // When
    servers.commit(publish(video(id, "aaaa", 1), 5));

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
    servers.commit(publish(video(id, "aaaa", 2), 2));

    // When
    servers.commit(publish(video(id, "aaaa", 1), 2));

    // Then
    assertThat(tables.garbage(id)).isEmpty();
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 2 2");
  }

  /** Two notifications of one upload were admitted; after a crash they came in the other order. */
  @Test
  void publishesAnOlderRevisionOfTheGenerationThatIsInWork() throws Exception {
    // Given
    Progress.write(tables, Progress.of(video(id, "aaaa", 2), VideoState.VALIDATING));

    // When
    servers.commit(publish(video(id, "aaaa", 1), 2));

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 2 2");
    assertThat(tables.scenes(id)).hasSize(2);
    assertThat(tables.garbage(id)).isEmpty();
  }

  /** The generation was superseded when the janitor looked, and was asked for again since. */
  @Test
  void leavesAGenerationToNewerWorkOnItWhereTheOldRowsAreGone() throws Exception {
    // Given
    try (SinkRun run = servers.startRun()) {
      run.write(publish(video(id, "aaaa", 1), 2));
      run.snapshot();
      tables.execute("delete from scene_staging where video_id = ?", id);
      Progress.write(tables, Progress.of(video(id, "aaaa", 3), VideoState.VALIDATING));

      // When
      run.complete();
    }

    // Then
    assertThat(tables.video(id)).isEqualTo("validating - aaaa 3 -");
  }

  @Test
  void deletesRowsAndKeepsATombstone() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 2));

    // When
    servers.commit(delete(video(id, "gone", 3)));

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
    servers.commit(delete(video(id, "gone", 3)));

    // When
    servers.commit(publish(video(id, "aaaa", 1), 2));

    // Then
    assertThat(tables.video(id)).isEqualTo("deleted - - 3 -");
    assertThat(tables.scenes(id)).isEmpty();
    assertThat(tables.batches(id)).isEmpty();
  }

  @Test
  void publishesAVideoThatIsUploadedAgainAfterItsDeletion() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 2), delete(video(id, "gone", 2)));

    // When
    servers.commit(publish(video(id, "aaaa", 3), 2));

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 3 2");
    assertThat(tables.scenes(id)).hasSize(2);
  }

  @Test
  void leavesAVideoAloneThatWasUploadedAgainBeforeItsDeletionCommits() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 3), 2));

    // When
    servers.commit(delete(video(id, "gone", 2)));

    // Then
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 3 2");
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void notesTheObjectsOfAGenerationThatIsDiscarded() throws Exception {
    // Given
    servers.commit(publish(video(id, "aaaa", 1), 2));

    // When
    servers.commit(discard(video(id, "bbbb", 2)), discard(video(id, "aaaa", 2)));

    // Then
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/bbbb/", "thumbnails/" + id + "/bbbb/");
    assertThat(tables.video(id)).isEqualTo("indexed aaaa aaaa 1 2");
  }
}

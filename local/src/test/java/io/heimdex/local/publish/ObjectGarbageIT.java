package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.delete;
import static io.heimdex.local.publish.Videos.discard;
import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.PublishCommand;
import io.heimdex.schema.SceneRow;
import io.heimdex.schema.VideoState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which objects are left after commits, and when the object store denies or work begins in between. */
class ObjectGarbageIT {
  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();
  private static final S3Settings allowed = servers.s3();
  private static final S3Settings denied = servers.deniedS3();
  private static ObjectStore objects;

  private final String id = Videos.newId();

  @BeforeAll
  static void openObjects() throws Exception {
    objects = new S3ObjectStoreFactory(allowed).open();
  }

  @AfterAll
  static void closeObjects() throws Exception {
    objects.close();
  }

  @Test
  void removesTheFormerGenerationAndNothingElse() throws Exception {
    // Given
    String other = Videos.newId();
    servers.commit(allowed, stored(publish(video(other, "aaaa", 1), 2)));
    servers.commit(allowed, stored(publish(video(id, "aaaa", 1), 2)));

    // When
    servers.commit(allowed, stored(publish(video(id, "bbbb", 2), 2)));

    // Then
    assertThat(generationsOf(id)).containsExactly("bbbb");
    assertThat(generationsOf(other)).containsExactly("aaaa");
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void finishesWithTheNextCommitWhatTheStoreDenied() throws Exception {
    // Given
    servers.commit(
        denied, stored(publish(video(id, "aaaa", 1), 2)), stored(publish(video(id, "bbbb", 2), 2)));
    assertThat(generationsOf(id)).containsExactly("aaaa", "bbbb");

    // When
    servers.commit(allowed, discard(video(id, "cccc", 2)));

    // Then
    assertThat(generationsOf(id)).containsExactly("bbbb");
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void removesAllObjectsOfADeletedVideoAlsoThoseStoredMeanwhile() throws Exception {
    // Given
    servers.commit(allowed, stored(publish(video(id, "aaaa", 1), 2)));
    stored(publish(video(id, "bbbb", 2), 2));

    // When
    servers.commit(allowed, delete(video(id, "gone", 3)));

    // Then
    assertThat(generationsOf(id)).isEmpty();
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void sparesWorkOnTheSameGenerationThatBeganBeforeTheRemoval() throws Exception {
    // Given
    servers.commit(
        denied, stored(publish(video(id, "aaaa", 1), 2)), stored(publish(video(id, "bbbb", 2), 2)));
    Progress.write(tables, Progress.of(video(id, "aaaa", 3), VideoState.VALIDATING));

    // When
    servers.commit(allowed, discard(video(id, "cccc", 2)));

    // Then
    assertThat(generationsOf(id)).containsExactly("aaaa", "bbbb");
    assertThat(tables.garbage(id))
        .containsExactly("sidecars/" + id + "/aaaa/", "thumbnails/" + id + "/aaaa/");
  }

  @Test
  void removesASparedGenerationOnceItsWorkHasFailed() throws Exception {
    // Given
    servers.commit(
        denied, stored(publish(video(id, "aaaa", 1), 2)), stored(publish(video(id, "bbbb", 2), 2)));
    Progress.write(tables, Progress.of(video(id, "aaaa", 3), VideoState.VALIDATING));
    Progress.write(tables, Progress.of(video(id, "aaaa", 3), VideoState.FAILED));

    // When
    servers.commit(allowed, discard(video(id, "aaaa", 3)));

    // Then
    assertThat(generationsOf(id)).containsExactly("bbbb");
    assertThat(tables.garbage(id)).isEmpty();
  }

  @Test
  void sparesWorkThatBeganAfterTheDeletionAndRemovesTheRest() throws Exception {
    // Given
    servers.commit(denied, stored(publish(video(id, "aaaa", 1), 2)), delete(video(id, "gone", 2)));
    Progress.write(tables, Progress.of(video(id, "bbbb", 3), VideoState.PROCESSING));
    PublishCommand again = stored(publish(video(id, "bbbb", 3), 2));

    // When
    servers.commit(allowed, discard(video(id, "cccc", 3)));
    servers.commit(allowed, again);

    // Then
    assertThat(generationsOf(id)).containsExactly("bbbb");
    assertThat(tables.garbage(id)).isEmpty();
    assertThat(tables.video(id)).isEqualTo("indexed bbbb bbbb 3 2");
  }

  @Test
  void keepsTheObjectsOfALiveGenerationThatFailsWhenItIsRepeated() throws Exception {
    // Given
    servers.commit(allowed, stored(publish(video(id, "aaaa", 1), 2)));
    Progress.write(tables, Progress.of(video(id, "aaaa", 2), VideoState.FAILED));

    // When
    servers.commit(allowed, discard(video(id, "aaaa", 2)));

    // Then
    assertThat(generationsOf(id)).containsExactly("aaaa");
  }

  /** Puts the objects of all rows, as the store operator does before. */
  private static PublishCommand stored(PublishCommand command) throws Exception {
    for (SceneRow row : command.rows()) {
      objects.putIfAbsent(S3Server.BUCKET, row.thumbnailKey(), new byte[] {1}, "image/webp");
      objects.putIfAbsent(S3Server.BUCKET, row.sidecarKey(), new byte[] {2}, "application/json");
    }
    return command;
  }

  /** Each with both objects of both scenes. */
  private static List<String> generationsOf(String id) throws Exception {
    List<String> keys = new ArrayList<>(objects.list(S3Server.BUCKET, "thumbnails/" + id + "/"));
    keys.addAll(objects.list(S3Server.BUCKET, "sidecars/" + id + "/"));
    List<String> generations = new ArrayList<>();
    for (String generation :
        new TreeSet<>(keys.stream().map(key -> key.split("/")[2]).toList())) {
      assertThat(keys.stream().filter(key -> key.contains("/" + generation + "/")))
          .hasSize(4);
      generations.add(generation);
    }
    return generations;
  }
}

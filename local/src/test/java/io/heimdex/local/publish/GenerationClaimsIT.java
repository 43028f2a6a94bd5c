package io.heimdex.local.publish;

import static io.heimdex.local.publish.Videos.publish;
import static io.heimdex.local.publish.Videos.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heimdex.operators.publish.GenerationClaims;
import java.sql.Connection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationClaimsIT {
  private static final Executor NEW_THREAD = task -> new Thread(task).start();

  @RegisterExtension
  private static final Servers servers = Servers.start();

  private static final Tables tables = servers.tables();

  private final String id = Videos.newId();

  @Test
  void waitsForTheRemovalThatHoldsTheLockOfTheVideo() throws Exception {
    servers.commit(publish(video(id, "aaaa", 1), 1));
    try (GenerationClaims claims = StoredObjects.claims(servers);
        Connection removal = tables.connect();
        var lock = removal.prepareStatement("select 1 from videos where video_id = ? for update")) {
      // Given
      removal.setAutoCommit(false);
      lock.setObject(1, UUID.fromString(id));
      lock.execute();

      // When
      CompletableFuture<Boolean> claim =
          CompletableFuture.supplyAsync(() -> claim(claims, "bbbb", 2), NEW_THREAD);
      await()
          .until(() -> !tables
              .rows("select 1 from pg_stat_activity where datname = current_database() "
                  + "and application_name = 'heimdex-claim' and wait_event_type = 'Lock'")
              .isEmpty());
      boolean early = claim.isDone() || !claims().isEmpty();
      removal.rollback();

      // Then
      assertThat(early).isFalse();
      assertThat(claim.get(1, TimeUnit.MINUTES)).isTrue();
      assertThat(claims()).isEqualTo("bbbb 2 f");
    }
  }

  @Test
  void aNewerRevisionTakesOverAndAnOlderOneDoesNot() {
    try (GenerationClaims claims = StoredObjects.claims(servers)) {
      // When
      claim(claims, "aaaa", 2);
      claim(claims, "aaaa", 1);
      String older = claims();
      claim(claims, "aaaa", 3);

      // Then
      assertThat(older).isEqualTo("aaaa 2 f");
      assertThat(claims()).isEqualTo("aaaa 3 f");
    }
  }

  private boolean claim(GenerationClaims claims, String generation, long revision) {
    try {
      claims.claim(video(id, generation, revision));
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String claims() {
    try {
      return String.join(
          ", ",
          tables.rows(
              "select generation, revision, discarded from stored_generations where video_id = ?",
              id));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heimdex.local.TestStack;
import io.heimdex.local.cli.CommandProcess.Run;
import io.heimdex.local.stack.Stack;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, on the stack of its home. */
class JanitorCommandIT {
  @TempDir
  private Path folder;

  @Test
  void saysThatNoStackIsUpAndWhatIsNoDuration() throws Exception {
    Run none = janitor();
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("No stack is up in " + folder.resolve("home"));

    Run wrong = janitor("--older-than", "soon");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("'soon' is no duration");
  }

  @Test
  void looksAndThenRemovesAndTellsBothAsJson() throws Exception {
    UUID video = UUID.randomUUID();
    String generation = "a".repeat(32);
    String key = "thumbnails/" + video + "/" + generation + "/" + UUID.randomUUID() + ".webp";
    try (Stack stack =
            Stack.start(TestStack.options(folder.resolve("home")).withJob(null), line -> {});
        ObjectStore objects = new S3ObjectStore(stack.addresses().s3())) {
      // Given
      String bucket = stack.addresses().derivedBucket();
      objects.putIfAbsent(bucket, key, new byte[] {1}, "image/webp");
      objects.putIfAbsent(
          bucket,
          key.replace(video.toString(), UUID.randomUUID().toString()),
          new byte[] {1},
          "image/webp");
      try (Connection connection = DriverManager.getConnection(
          stack.addresses().jdbcUrl(),
          stack.addresses().databaseUser(),
          stack.addresses().databasePassword())) {
        connection.createStatement().execute("""
            INSERT INTO videos (video_id, user_id, storage_key, state, revision)
              VALUES ('%1$s', gen_random_uuid(), 'k', 'deleted', 2);
            INSERT INTO scene_staging (batch_id, video_id, generation, scene_index, scene_id, start_s, end_s, revision)
              SELECT '%1$s', '%1$s', '%2$s', i, gen_random_uuid(), 0, 1, 1 FROM generate_series(0, 2) i
            """.formatted(video, generation));
      }

      // When
      Run looked = janitor("--dry-run", "--json");
      boolean kept = objects.list(bucket, "").contains(key);
      Run swept = janitor("--json");

      // Then
      assertThat(List.of(looked.exit(), swept.exit())).containsOnly(0);
      JsonNode found = looked.json();
      JsonNode removed = swept.json();
      assertThat(kept).isTrue();
      assertThat(found.get("dry_run").asBoolean()).isTrue();
      assertThat(found.get("staged_rows").toString())
          .isEqualTo("{\"found\":3,\"removable\":3,\"removed\":0,\"kept\":0}");
      assertThat(removed.get("batches").get("removed").asInt()).isEqualTo(1);
      assertThat(removed.get("objects").get("removed").asInt()).isEqualTo(1);
      assertThat(removed.get("unknown_objects").get("kept").asInt()).isEqualTo(1);
      assertThat(objects.list(bucket, "")).hasSize(1).doesNotContain(key);
    }
  }

  private Run janitor(String... options) throws Exception {
    String[] arguments =
        Stream.concat(Stream.of("janitor"), Stream.of(options)).toArray(String[]::new);
    return new CommandProcess(folder.resolve("home")).run(arguments);
  }
}

package io.heimdex.local.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.jobs.SceneIndexJob;
import io.heimdex.local.TestDatabases;
import io.heimdex.local.TestStack;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.model.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestStack.class)
class StartupCheckIT {
  @TempDir
  private Path folder;

  @Test
  void theJobRefusesToStartAndNamesEverythingThatIsMissing(StackAddresses stack) throws Exception {
    // Given a database that drifted, and names of things that don't exist
    DatabaseSettings database = TestDatabases.createMigrated();
    execute(database, "ALTER TABLE scenes DROP COLUMN thumbnail_key");
    String[] args = args(
        stack,
        database,
        "--heimdex.kafka.uploads-topic=no-such-topic",
        "--heimdex.s3.upload-buckets=no-such-bucket",
        "--heimdex.embed.dimensions=1024");

    // When, Then
    assertThatThrownBy(() -> SceneIndexJob.main(args))
        .hasMessageContaining("no topic 'no-such-topic'")
        .hasMessageContaining("no bucket 'no-such-bucket'")
        .hasMessageContaining("scenes.thumbnail_key")
        .hasMessageContaining("vector(1024)")
        .hasMessageContaining("makes vectors of 1152 dimensions")
        .hasMessageContaining("heimdex.embed.dimensions");
  }

  @Test
  void theJobNamesTheServersThatDoNotAnswer(StackAddresses stack) throws Exception {
    // Given
    DatabaseSettings nowhere =
        new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "none", "secret-word");
    String[] args = args(stack, nowhere, "--heimdex.s3.endpoint=http://127.0.0.1:1");

    // When, Then
    assertThatThrownBy(() -> SceneIndexJob.main(args))
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/none (heimdex.database.url)")
        .hasMessageContaining("http://127.0.0.1:1 (heimdex.s3.endpoint)")
        .hasMessageNotContaining("secret-word");
  }

  @Test
  void theJobRefusesAModelOfOtherDimensionsThanTheColumn(StackAddresses stack) throws Exception {
    // Given
    Path model = folder.resolve("my-clip");
    SampleModel.CLIP.write(model);
    String[] args =
        args(stack, TestDatabases.createMigrated(), "--heimdex.embed.image.model=" + model);

    // When, Then
    assertThatThrownBy(() -> SceneIndexJob.main(args))
        .hasMessageContaining("my-clip@")
        .hasMessageContaining("makes vectors of 512 dimensions")
        .hasMessageContaining("scenes.image_vec has 1152")
        .hasMessageContaining("heimdex.embed.image.model");
  }

  private Path secret(String name, String value) throws IOException {
    return Files.writeString(folder.resolve(name), value + "\n");
  }

  private String[] args(StackAddresses stack, DatabaseSettings database, String... more)
      throws IOException {
    List<String> args = new ArrayList<>(List.of(
        "--heimdex.kafka.bootstrap-servers=" + stack.kafkaBootstrapServers(),
        "--heimdex.database.url=" + database.url(),
        "--heimdex.database.user=" + database.user(),
        "--heimdex.database.password-file=" + secret("password", database.password()),
        "--heimdex.s3.access-key=" + stack.s3AccessKey(),
        "--heimdex.s3.secret-key-file=" + secret("key", stack.s3SecretKey())));
    if (List.of(more).stream().noneMatch(option -> option.startsWith("--heimdex.s3.endpoint"))) {
      args.add("--heimdex.s3.endpoint=" + stack.s3Endpoint());
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static void execute(DatabaseSettings database, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

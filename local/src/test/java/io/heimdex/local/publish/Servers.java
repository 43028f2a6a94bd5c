package io.heimdex.local.publish;

import io.heimdex.local.TestDatabases;
import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.janitor.Janitor;
import io.heimdex.operators.janitor.JanitorReport;
import io.heimdex.operators.janitor.JanitorSettings;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.PublishCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated database, and an S3 server that can be spoken to with the right credentials or with wrong ones. As a static field with
 * {@code @RegisterExtension} they last as long as the tests of the class.
 */
final class Servers implements AfterAllCallback {
  private final Path directory;
  private final S3Server server;
  private final DatabaseSettings database = TestDatabases.createMigrated();
  private final Tables tables = new Tables(database);

  private Servers(Path directory, S3Server server) {
    this.directory = directory;
    this.server = server;
  }

  /** Unchecked, so that a field can be initialised with it. */
  static Servers start() {
    try {
      Path directory = Files.createTempDirectory("heimdex-test-publish-");
      return new Servers(directory, S3Server.start(directory));
    } catch (Exception e) {
      throw new IllegalStateException("The S3 server of the tests does not start", e);
    }
  }

  Tables tables() {
    return tables;
  }

  DatabaseSettings database() {
    return database;
  }

  S3Settings s3() {
    return server.settings();
  }

  /** With these nothing can be removed, so that what is noted for removal stays to be seen. */
  S3Settings deniedS3() {
    return server.settings("another secret");
  }

  /** One sweep of the janitor. */
  JanitorReport sweep(JanitorSettings settings) throws Exception {
    try (Janitor janitor = new Janitor(database, new S3ObjectStoreFactory(s3()), S3Server.BUCKET)) {
      return janitor.sweep(settings, examined -> {});
    }
  }

  /** A new attempt that can remove nothing. */
  SinkRun startRun() throws Exception {
    return SinkRun.start(database, deniedS3());
  }

  /** An attempt that goes on from a checkpoint and can remove nothing. */
  SinkRun restoreRun(OperatorSubtaskState state) throws Exception {
    return SinkRun.restore(database, deniedS3(), state);
  }

  /** One checkpoint of a new attempt that can remove nothing. */
  void commit(PublishCommand... commands) throws Exception {
    commit(deniedS3(), commands);
  }

  /** One checkpoint of a new attempt. */
  void commit(S3Settings s3, PublishCommand... commands) throws Exception {
    try (SinkRun run = SinkRun.start(database, s3)) {
      run.commit(commands);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server.close();
    FileUtils.deleteDirectoryQuietly(directory.toFile());
  }
}

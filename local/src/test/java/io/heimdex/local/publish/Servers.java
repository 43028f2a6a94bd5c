package io.heimdex.local.publish;

import io.heimdex.local.TestDatabases;
import io.heimdex.local.storage.S3Server;
import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.storage.S3Settings;
import io.heimdex.schema.PublishCommand;
import java.nio.file.Path;

/** A migrated database, and an S3 server that can be spoken to with the right credentials or with wrong ones. */
final class Servers implements AutoCloseable {
  private final S3Server server;
  private final DatabaseSettings database = TestDatabases.createMigrated();
  private final Tables tables = new Tables(database);

  private Servers(S3Server server) {
    this.server = server;
  }

  static Servers start(Path directory) throws Exception {
    return new Servers(S3Server.start(directory));
  }

  DatabaseSettings database() {
    return database;
  }

  Tables tables() {
    return tables;
  }

  S3Settings s3() {
    return server.settings();
  }

  /** With these nothing can be removed, so that what is noted for removal stays to be seen. */
  S3Settings deniedS3() {
    return server.settings("another secret");
  }

  /** One checkpoint of a new attempt. */
  void commit(S3Settings s3, PublishCommand... commands) throws Exception {
    try (SinkRun run = SinkRun.start(database, s3)) {
      run.commit(commands);
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}

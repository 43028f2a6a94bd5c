package io.heimdex.local.postgres;

import io.heimdex.operators.database.DatabaseSettings;

/** A server that somebody else runs. */
record GivenPostgresServer(DatabaseSettings database) implements PostgresServer {
  @Override
  public void close() {
    // It was running before us, and goes on.
  }
}

package io.heimdex.local.postgres;

import io.heimdex.operators.database.DatabaseSettings;

/** A PostgreSQL server with pgvector, whoever runs it. */
public interface PostgresServer extends AutoCloseable {

  /** How to reach the database of the application, as its owner. */
  DatabaseSettings database();

  /** Stops the server if it is ours. */
  @Override
  void close();

  /** A server at an address that the user gave. It is used as it is, and never stopped. */
  static PostgresServer at(DatabaseSettings database) {
    return new GivenPostgresServer(database);
  }
}

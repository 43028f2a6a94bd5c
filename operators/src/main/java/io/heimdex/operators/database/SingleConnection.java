package io.heimdex.operators.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * One connection to PostgreSQL, opened when it is needed and again after a fault.
 *
 * <p>Every piece of work is one transaction. Whatever goes wrong closes the connection: the server rolls back, and nothing of
 * a broken session (a half-sent COPY, a dead socket after a failover) reaches the next transaction.
 *
 * <p>Not thread-safe.
 */
public final class SingleConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How much longer than its statement timeout the socket waits for the server to say so. */
  private static final Duration SOCKET_SLACK = Duration.ofSeconds(30);

  private final DatabaseSettings settings;
  private final String applicationName;
  private final Duration lockTimeout;
  private final Duration statementTimeout;
  private @Nullable Connection open;

  /** What is done within a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T apply(Connection connection) throws SQLException;
  }

  /**
   * Connects at the first transaction, not here.
   *
   * @param applicationName shown in {@code pg_stat_activity}
   * @param lockTimeout of each wait for a lock
   * @param statementTimeout of each statement
   */
  public SingleConnection(
      DatabaseSettings settings,
      String applicationName,
      Duration lockTimeout,
      Duration statementTimeout) {
    this.settings = settings;
    this.applicationName = applicationName;
    this.lockTimeout = lockTimeout;
    this.statementTimeout = statementTimeout;
  }

  /** Runs the work and commits. After an exception nothing of it is left, save where the commit itself lost its answer. */
  public <T> T inTransaction(Work<T> work) throws SQLException {
    boolean committed = false;
    try {
      Connection connection = connection();
      T result = work.apply(connection);
      connection.commit();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        close();
      }
    }
  }

  private Connection connection() throws SQLException {
    if (open == null) {
      open = connect();
    }
    return open;
  }

  private Connection connect() throws SQLException {
    Connection connection = open(settings, applicationName, lockTimeout, statementTimeout);
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * Opens a connection that commits each statement.
   *
   * @param applicationName shown in {@code pg_stat_activity}
   * @param lockTimeout of each wait for a lock
   * @param statementTimeout of each statement
   */
  public static Connection open(
      DatabaseSettings settings,
      String applicationName,
      Duration lockTimeout,
      Duration statementTimeout)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    properties.setProperty(
        "socketTimeout", Long.toString(statementTimeout.plus(SOCKET_SLACK).toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // Exceptions are logged, and would show the values of rows.
    properties.setProperty("logServerErrorDetail", "false");
    // Not through DriverManager, which looks the driver up by class loader: the driver lies in
    // Flink's lib/.
    Connection connection = new Driver().connect(settings.url(), properties);
    if (connection == null) {
      throw new SQLException(
          "The PostgreSQL driver does not accept the URL '" + settings.url() + "'");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = " + lockTimeout.toMillis());
      statement.execute("set statement_timeout = " + statementTimeout.toMillis());
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() {
    Connection closing = open;
    open = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (SQLException e) {
      // The connection is given up either way; why it is given up is the exception that counts.
    }
  }
}

package io.heimdex.operators.database;

import java.io.Serializable;

/**
 * How to reach PostgreSQL.
 *
 * @param url a JDBC URL: {@code jdbc:postgresql://host:port/database}
 */
public record DatabaseSettings(String url, String user, String password) implements Serializable {
  public DatabaseSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "Database URL is '" + url + "'; expected jdbc:postgresql://host:port/database");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[url=" + url + ", user=" + user + "]";
  }
}

package io.heimdex.operators.database;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * How to reach PostgreSQL.
 *
 * @param url a JDBC URL: {@code jdbc:postgresql://host:port/database}. Holds no password, for it stands in messages
 */
public record DatabaseSettings(String url, String user, String password) implements Serializable {
  private static final Pattern SECRET =
      Pattern.compile("[?&](ssl)?password=|//[^/@]*:[^/@]*@", Pattern.CASE_INSENSITIVE);

  public DatabaseSettings {
    if (SECRET.matcher(url).find()) {
      throw new IllegalArgumentException(
          "The database URL holds a password, and URLs are shown; give the password by itself");
    }
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

package io.heimdex.local.postgres;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What an embedded server is started with.
 *
 * @param directory holds the data and the superuser's password; what is in it survives restarts
 * @param cache holds what can be made anew: PostgreSQL's binaries and pgvector's library. May be shared by servers and processes
 * @param port on the loopback interface; 0 takes a free one
 * @param password of the application's user, {@link EmbeddedPostgresServer#USER}. May differ from that of the last start
 * @param durable whether commits survive a crash of the machine; false is for tests only
 */
public record EmbeddedPostgresSettings(
    Path directory, Path cache, int port, String password, boolean durable) {
  public EmbeddedPostgresSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(cache, "cache");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("Port is " + port + "; expected 0 to 65535");
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException("The password of the database is empty");
    }
  }

  /** Durable, on a free port, with the cache under the user's home. */
  public static EmbeddedPostgresSettings in(Path directory, String password) {
    return new EmbeddedPostgresSettings(directory, defaultCache(), 0, password, true);
  }

  /** {@code ~/.heimdex/cache}. */
  public static Path defaultCache() {
    return Path.of(System.getProperty("user.home"), ".heimdex", "cache");
  }
}

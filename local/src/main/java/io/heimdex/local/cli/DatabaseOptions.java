package io.heimdex.local.cli;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.database.Migrator;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which database a command works on. Passwords don't stand on command lines, where all users see them. A picocli mixin. */
final class DatabaseOptions {
  static final String PASSWORD_VARIABLE = "HEIMDEX_DATABASE_PASSWORD";

  private static final String CREDENTIAL = "(user|password)=[^&]*";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "JDBC_URL",
      description = "jdbc:postgresql://host:port/database; may hold user and password.")
  private String url = "";

  @Option(names = "--user", description = "Instead of the one in the URL.")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      defaultValue = PASSWORD_VARIABLE,
      description =
          "The environment variable with the password, instead of the one in the URL (default: ${DEFAULT-VALUE}).")
  private String passwordVariable = PASSWORD_VARIABLE;

  @Option(
      names = "--dimensions",
      defaultValue = "" + Migrator.DEFAULT_DIMENSIONS,
      description = "Dimensions of the scenes' vectors (default: ${DEFAULT-VALUE}).")
  private int dimensions = Migrator.DEFAULT_DIMENSIONS;

  int dimensions() {
    return dimensions;
  }

  /** The settings, with a URL that holds no credentials and so may stand in messages. */
  DatabaseSettings settings(Map<String, String> environment) {
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw wrongUsage("--url is '" + url.replaceAll(CREDENTIAL, "$1=…")
          + "'; expected jdbc:postgresql://host:port/database");
    }
    String userInUrl = parsed.getProperty("user", System.getProperty("user.name"));
    return new DatabaseSettings(
        withoutCredentials(url), user == null ? userInUrl : user, password(environment, parsed));
  }

  private String password(Map<String, String> environment, Properties parsed) {
    String password = environment.get(passwordVariable);
    if (password != null) {
      return password;
    }
    if (!passwordVariable.equals(PASSWORD_VARIABLE)) {
      throw wrongUsage("--password-env names the environment variable " + passwordVariable
          + ", which is not set");
    }
    return parsed.getProperty("password", "");
  }

  private static String withoutCredentials(String url) {
    return url.replaceAll("(?<=[?&])" + CREDENTIAL + "(&|$)", "").replaceAll("[?&]$", "");
  }

  private RuntimeException wrongUsage(String message) {
    return command == null
        ? new IllegalArgumentException(message)
        : new ParameterException(command.commandLine(), message);
  }
}

package io.heimdex.jobs;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Reads the options: from the environment, over it a properties file, over both the command line.
 *
 * <p>The environment's name of {@code heimdex.s3.region} is {@code HEIMDEX_S3_REGION}. On the command line it reads
 * {@code --heimdex.s3.region VALUE} (or {@code =VALUE}), and {@code --config FILE} names the file.
 *
 * <p>Secrets are refused on the command line: other users of the machine see it, and Flink's web UI may show it.
 */
final class OptionSources {
  private static final String CONFIG = "config";

  private OptionSources() {}

  /** @throws IllegalArgumentException for an unknown option, an option without its value, or a file that can't be read */
  static Configuration read(String[] args, Map<String, String> environment) {
    Map<String, String> commandLine = parse(args);
    refuseSecrets(commandLine);
    Map<String, String> values = new LinkedHashMap<>(fromEnvironment(environment));
    if (commandLine.containsKey(CONFIG)) {
      values.putAll(fromFile(Path.of(commandLine.get(CONFIG))));
    }
    commandLine.remove(CONFIG);
    values.putAll(commandLine);
    values.keySet().forEach(OptionSources::requireKnown);
    SceneIndexOptions.SECRETS.forEach((secret, file) -> readSecret(values, secret, file));
    return Configuration.fromMap(values);
  }

  static String environmentName(ConfigOption<?> option) {
    return option.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** For messages: the ways to set an option. */
  static String waysToSet(ConfigOption<?> option) {
    ConfigOption<String> file = SceneIndexOptions.SECRETS.get(option);
    String first = file == null
        ? "by --" + option.key() + " VALUE"
        : "in a file that " + file.key() + " names";
    return first + ", in the file of --config, or as " + environmentName(option)
        + " in the environment";
  }

  private static void refuseSecrets(Map<String, String> commandLine) {
    for (ConfigOption<String> secret : SceneIndexOptions.SECRETS.keySet()) {
      if (commandLine.containsKey(secret.key())) {
        throw new IllegalArgumentException("Option --" + secret.key()
            + " is a secret, and others can see the command line; set it " + waysToSet(secret));
      }
    }
  }

  private static void readSecret(
      Map<String, String> values, ConfigOption<String> secret, ConfigOption<String> file) {
    String path = values.get(file.key());
    if (path == null) {
      return;
    }
    if (values.containsKey(secret.key())) {
      throw new IllegalArgumentException(
          "Options " + secret.key() + " and " + file.key() + " are both set; expected one");
    }
    try {
      values.put(secret.key(), Files.readString(Path.of(path)).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The file " + path + " of " + file.key() + " can't be read: " + e, e);
    }
  }

  private static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ConfigOption<?> option : SceneIndexOptions.ALL) {
      String value = environment.get(environmentName(option));
      if (value != null) {
        values.put(option.key(), value);
      }
    }
    return values;
  }

  private static Map<String, String> fromFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "The options file " + file + " of --config does not exist", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The options file " + file + " of --config can't be read: " + e, e);
    }
    Map<String, String> values = new LinkedHashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name)));
    return values;
  }

  private static Map<String, String> parse(String[] args) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException(
            "Argument '" + args[i] + "' is no option; expected --NAME VALUE");
      }
      String name = args[i].substring(2);
      int equals = name.indexOf('=');
      if (equals >= 0) {
        values.put(name.substring(0, equals), name.substring(equals + 1));
      } else if (i + 1 < args.length) {
        values.put(name, args[++i]);
      } else {
        throw new IllegalArgumentException(
            "Option --" + name + " has no value; expected --" + name + " VALUE");
      }
    }
    return values;
  }

  private static void requireKnown(String name) {
    List<String> known = SceneIndexOptions.ALL.stream().map(ConfigOption::key).toList();
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "Unknown option '" + name + "'; known are " + String.join(", ", known));
    }
  }
}

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
 * <p>The environment's name of {@code heimdex.s3.secret-key} is {@code HEIMDEX_S3_SECRET_KEY}. On the command line it reads
 * {@code --heimdex.s3.secret-key VALUE} (or {@code =VALUE}), and {@code --config FILE} names the file.
 */
final class OptionSources {
  private static final String CONFIG = "config";

  private OptionSources() {}

  /** @throws IllegalArgumentException for an unknown option, an option without its value, or a file that can't be read */
  static Configuration read(String[] args, Map<String, String> environment) {
    Map<String, String> commandLine = parse(args);
    Map<String, String> values = new LinkedHashMap<>(fromEnvironment(environment));
    if (commandLine.containsKey(CONFIG)) {
      values.putAll(fromFile(Path.of(commandLine.get(CONFIG))));
    }
    commandLine.remove(CONFIG);
    values.putAll(commandLine);
    values.keySet().forEach(OptionSources::requireKnown);
    return Configuration.fromMap(values);
  }

  static String environmentName(ConfigOption<?> option) {
    return option.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
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

package io.heimdex.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.util.TimeUtils;

/** Writes {@code docs/options.md} from the list of options. */
final class OptionsPage {
  private OptionsPage() {}

  static String text() {
    StringBuilder page = new StringBuilder("""
            # Options of the job

            Generated from `SceneIndexOptions`; a test keeps this page and the code equal.

            Each option can be given on the command line (`--heimdex.detect.min-scene-duration 1s`), in a properties file
            (`--config FILE`), or in the environment. The command line goes over the file, the file over the environment.
            Secrets are refused on the command line. Durations are written `600ms`, `30s`, `5min`, `12h`; sizes `50gb`;
            lists with semicolons.

            | Option | Environment | Default | Meaning |
            |---|---|---|---|
            """);
    for (ConfigOption<?> option : SceneIndexOptions.ALL) {
      page.append("| `")
          .append(option.key())
          .append("` | `")
          .append(OptionSources.environmentName(option))
          .append("` | ")
          .append(defaultOf(option))
          .append(" | ")
          .append(descriptionOf(option))
          .append(" |\n");
    }
    return page.toString();
  }

  private static String defaultOf(ConfigOption<?> option) {
    if (!option.hasDefaultValue()) {
      return "–";
    }
    Object value = option.defaultValue();
    if (value instanceof Duration duration) {
      return "`" + TimeUtils.formatWithHighestUnit(duration).replace(" ", "") + "`";
    }
    if (value instanceof List<?> list) {
      return "`" + String.join(";", list.stream().map(Object::toString).toList()) + "`";
    }
    if (value instanceof Enum<?>) {
      return "`" + value.toString().toLowerCase(Locale.ROOT) + "`";
    }
    return "`" + value + "`";
  }

  private static String descriptionOf(ConfigOption<?> option) {
    return new org.apache.flink.configuration.description.HtmlFormatter()
        .format(option.description());
  }
}

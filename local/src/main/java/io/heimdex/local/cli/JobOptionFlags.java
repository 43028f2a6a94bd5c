package io.heimdex.local.cli;

import io.heimdex.local.stack.StackOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of the job, as users type them. */
final class JobOptionFlags {
  @Option(
      names = {"-D", "--option"},
      paramLabel = "KEY=VALUE",
      description =
          "An option of the job, as docs/options.md lists them; may be given several times.")
  private Map<String, String> values = new LinkedHashMap<>();

  /** By key, in the order in which they were typed. */
  Map<String, String> values() {
    return values;
  }

  /** The same stack, whose job has these options. */
  StackOptions in(StackOptions stack) {
    StackOptions options = stack;
    for (Map.Entry<String, String> option : values.entrySet()) {
      options = options.withJobOption(option.getKey(), option.getValue());
    }
    return options;
  }
}

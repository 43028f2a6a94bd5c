package io.heimdex.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a server was started, which PostgreSQL keeps for its own restarts. */
final class PostmasterCommand {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private PostmasterCommand() {}

  /** The command that runs it again, in a session of its own: signals of a terminal are not for it. */
  static List<String> of(Path data) throws IOException {
    String line = Files.readString(data.resolve("postmaster.opts")).strip();
    int executableEnd = line.indexOf(" \"");
    List<String> command = new ArrayList<>(List.of("setsid"));
    if ("root".equals(System.getProperty("user.name"))) {
      // As it was started: PostgreSQL refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(line.substring(0, executableEnd));
    Matcher argument = QUOTED.matcher(line.substring(executableEnd));
    while (argument.find()) {
      command.add(argument.group(1));
    }
    return command;
  }
}

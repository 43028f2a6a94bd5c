package io.heimdex.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heimdex.local.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the launcher in processes of their own, on the stack of a home. */
public final class CommandProcess {
  private final Path home;

  public CommandProcess(Path home) {
    this.home = home;
  }

  /** What a command that ended printed. */
  public record Run(int exit, String out, String err) {
    /** The one document. */
    public JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  /** Runs one, and waits for its end. */
  public Run run(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory(home.toAbsolutePath().getParent(), "command");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(
        ChildJvm.javaExecutable(),
        "-Dheimdex.log.dir=" + folder,
        "-cp",
        System.getProperty("java.class.path"),
        Heimdex.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("HEIMDEX_HOME", home.toString());
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}

package io.heimdex.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's commands, in its order, as they stand there. What they need is built already: by the build that runs this. */
class ReadmeIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BASH = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DEMO = "./heimdex demo";

  /** What runs in the background of a script ignores Ctrl-C, and so do all its children, unless told otherwise. */
  private static final String HEARS_CTRL_C =
      Files.exists(Path.of("/proc")) ? "env --default-signal=INT " : "";

  @TempDir
  private Path folder;

  @Test
  void everyCommandOfTheReadmeWorks() throws Exception {
    for (String command : commands()) {
      if (command.equals(DEMO)) {
        runDemoUntilCtrlC();
      } else if (command.startsWith("./heimdex")) {
        Path output = folder.resolve("output");
        Process process = start(command, output);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .as(command)
            .isTrue();
        assertThat(process.exitValue())
            .as(command + "\n" + Files.readString(output))
            .isZero();
      }
    }
  }

  @Test
  void theTestCommandIsTheOneThatTheContinuousIntegrationRuns() throws IOException {
    assertThat(commands()).contains(DEMO, "mvn -B -ntp verify");
    assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("<!-- the test command -->");
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("<!-- the test command -->\n```bash\nmvn -B -ntp verify\n```");
  }

  @Test
  void theFilesThatTheReadmeNamesExist() throws IOException {
    Matcher links =
        Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));
    while (links.find()) {
      assertThat(ROOT.resolve(links.group(1))).exists();
    }
    assertThat(ROOT.resolve("jobs/target/heimdex-job.jar")).exists();
    assertThat(ROOT.resolve("jobs/target/flink-lib")).isNotEmptyDirectory();
  }

  private void runDemoUntilCtrlC() throws Exception {
    Path output = folder.resolve("demo");
    Process demo = start(HEARS_CTRL_C + DEMO, output);
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> !demo.isAlive() || Files.readString(output).contains("until Ctrl-C"));
      assertThat(Files.readString(output))
          .contains(
              "sample.mp4: indexed",
              "sample-rotated.mp4: indexed",
              "Flink web UI  http://127.0.0.1:");

      // When
      new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

      // Then
      assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      demo.destroy();
    }
  }

  private Process start(String command, Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", "exec " + command))
        .directory(ROOT.toFile())
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(output.toFile());
    builder.environment().put("HEIMDEX_BUILD", "never");
    builder.environment().put("HEIMDEX_HOME", folder.resolve("home").toString());
    return builder.start();
  }

  private static List<String> commands() throws IOException {
    Matcher blocks = BASH.matcher(Files.readString(ROOT.resolve("README.md")));
    StringBuilder lines = new StringBuilder();
    while (blocks.find()) {
      lines.append(blocks.group(1));
    }
    return lines.toString().lines().filter(line -> !line.isBlank()).toList();
  }
}

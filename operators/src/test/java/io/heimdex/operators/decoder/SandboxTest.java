package io.heimdex.operators.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jna.Memory;
import com.sun.jna.Platform;
import io.heimdex.operators.media.MediaProbe;
import io.heimdex.operators.media.ScanSettings;
import io.heimdex.operators.media.synthetic.SyntheticVideo;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
  @TempDir
  Path folder;

  @Test
  void knowsNothingOfTheEnvironment() throws Exception {
    // Given
    Path work = Files.createDirectory(folder.resolve("work"));
    assertThat(System.getenv()).containsKey("PATH");

    // When
    ProcessBuilder command = DecoderCommand.of(DecoderSettings.DEFAULT, work);

    // Then
    assertThat(command.environment()).isEqualTo(Map.of("LC_ALL", "C.UTF-8"));
    assertThat(command.directory()).isEqualTo(work.toFile()).isEmptyDirectory();
    assertThat(command.command()).noneMatch(argument -> argument.contains("secret"));
  }

  @Test
  void isHeldToItsLimitsByTheKernel() throws Exception {
    try (IsolatedFrameScanner scanner = scanner()) {
      // When
      scan(scanner);

      // Then
      Path process = Path.of("/proc/" + scanner.pid());
      if (Platform.isLinux()) {
        assertThat(limits(process))
            .containsEntry("Max file size", "0")
            .containsEntry("Max core file size", "0")
            .containsEntry("Max open files", "64");
        assertThat(Long.parseLong(limits(process).get("Max address space")))
            .isBetween(2L << 30, 6L << 30);
        assertThat(status(process)).containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2");
        assertThat(Files.readString(process.resolve("stat")).split(" ")[18]).isEqualTo("5");
      }
    }
  }

  @Test
  void letsNoThreadOfItDoWhatDecodingDoesNotNeed() throws Exception {
    // When
    Process process = start(Inmate.class, smallClassPath(), folder.toString());

    // Then
    assertThat(lines(process))
        .containsExactly(
            Platform.isLinux()
                ? List.of(
                        "write: refused",
                        "delete: refused",
                        "start a program: refused",
                        "signal: refused",
                        "take memory: refused",
                        "read: done")
                    .toArray(String[]::new)
                : new String[] {"read: done"});
  }

  @Test
  void endsWithTheProcessThatStartedIt() throws Exception {
    // Given
    Path file = Impatient.longVideo(folder);
    Process parent = start(Parent.class, System.getProperty("java.class.path"), file.toString());
    BufferedReader out = parent.inputReader(StandardCharsets.UTF_8);
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(String.valueOf(out.readLine()))).orElseThrow();
    assertThat(child.isAlive()).isTrue();

    // When
    parent.destroyForcibly().waitFor();

    // Then
    await().atMost(Duration.ofMinutes(1)).until(() -> !child.isAlive());
  }

  /** Starts a decoder process, tells its id, and has it work without an end. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      IsolatedFrameScanner scanner =
          new IsolatedFrameScanner(ScanSettings.DEFAULT, DecoderSettings.DEFAULT);
      scanner.scan(
          arguments[0], MediaProbe.probe(arguments[0]), Long.MIN_VALUE, Long.MAX_VALUE, batch -> {
            System.out.println(scanner.pid());
            Thread.currentThread().join();
          });
    }
  }

  /** Tries what it should not be able to, on a thread that is older than the sandbox. */
  static final class Inmate {
    private Inmate() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Path victim = Files.createFile(folder.resolve("victim"));
      Path work = Files.createDirectory(folder.resolve("inmate"));
      System.setProperty("user.dir", work.toString());
      Thread older = new Thread(() -> {
        synchronized (Inmate.class) {
          attempt("write", () -> Files.writeString(folder.resolve("new"), "x"));
          attempt("delete", () -> Files.delete(victim));
          attempt("start a program", () -> new ProcessBuilder("true").start());
          attempt("signal", () -> {
            if (!ProcessHandle.current().parent().orElseThrow().destroy()) {
              throw new IOException("refused");
            }
          });
          attempt("take memory", () -> new Memory(4L << 30).close());
          attempt("read", () -> Files.readAllBytes(Path.of("/dev/null")));
        }
      });
      synchronized (Inmate.class) {
        older.start();
        Sandbox.enter(1L << 30);
      }
      older.join();
    }

    private static void attempt(String what, Attempt attempt) {
      try {
        attempt.run();
        System.out.println(what + ": done");
      } catch (IOException | OutOfMemoryError e) {
        System.out.println(what + ": refused");
      }
    }

    private interface Attempt {
      void run() throws IOException;
    }
  }

  private static Process start(Class<?> main, String classPath, String argument)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            main.getName(),
            argument)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** An inmate may not open more files than a decoder process has. */
  private static String smallClassPath() throws IOException {
    return ChildClassPath.find()
        + File.pathSeparator
        + Path.of(URI.create(SandboxTest.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString()));
  }

  private static List<String> lines(Process process) throws IOException {
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static IsolatedFrameScanner scanner() {
    return new IsolatedFrameScanner(ScanSettings.DEFAULT, DecoderSettings.DEFAULT);
  }

  private void scan(IsolatedFrameScanner scanner) throws Exception {
    Path file = folder.resolve("a.mp4");
    SyntheticVideo.builder().size(160, 120).shot(5, 1).write(file);
    scanner.scan(
        file.toString(),
        MediaProbe.probe(file.toString()),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        new Recording());
  }

  private static Map<String, String> limits(Path process) throws IOException {
    Map<String, String> limits = new TreeMap<>();
    for (String line : Files.readAllLines(process.resolve("limits"))) {
      String[] columns = line.split(" {2,}");
      limits.put(columns[0], columns[1]);
    }
    return limits;
  }

  private static Map<String, String> status(Path process) throws IOException {
    Map<String, String> status = new TreeMap<>();
    for (String line : Files.readAllLines(process.resolve("status"))) {
      String[] columns = line.split(":\\s*", 2);
      status.put(columns[0], columns[1]);
    }
    return status;
  }
}

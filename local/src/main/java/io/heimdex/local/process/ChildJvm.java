package io.heimdex.local.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a JVM of ours is started with. It dies with this process.
 *
 * @param jvmArguments heap, system properties and the like
 * @param mainClass has a {@code main}, and lies on the class path
 * @param output file for standard output and error, which is appended to
 */
public record ChildJvm(
    List<String> classPath,
    List<String> jvmArguments,
    String mainClass,
    List<String> arguments,
    Path output) {

  public ChildJvm {
    classPath = List.copyOf(classPath);
    jvmArguments = List.copyOf(jvmArguments);
    arguments = List.copyOf(arguments);
  }

  /** Starts it. */
  public Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaExecutable());
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(String.join(System.getProperty("path.separator"), classPath));
    command.add(ChildMain.class.getName());
    command.add(mainClass);
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /** The class path of this process. */
  public static List<String> ownClassPath() {
    return List.of(
        System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1));
  }

  /** The {@code java} that runs this process. */
  public static String javaExecutable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What the JDK has opened to this process, as arguments for another: Flink needs the same everywhere. */
  public static List<String> openPackages() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument ->
            argument.startsWith("--add-opens=") || argument.startsWith("--add-exports="))
        .toList();
  }

  /** What this process was started with, as arguments for another one like it. Agents of debuggers and profilers are left out. */
  public static List<String> ownJvmArguments() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-agent") && !argument.startsWith("-javaagent"))
        .toList();
  }

  /** Ends a process: asks first, and kills it if it is still there after the given time. */
  public static void stop(Process process, long timeoutSeconds) {
    process.destroy();
    try {
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

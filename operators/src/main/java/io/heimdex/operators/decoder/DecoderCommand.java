package io.heimdex.operators.decoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** How a decoder process is started: a small JVM, without the environment and the properties of this one. */
final class DecoderCommand {
  /**
   * Small reservations, for the memory limit is one of address space. Features are computed in Java, so the best compiler stays. No file is
   * written, and what the JVM has to say goes to standard error.
   */
  private static final List<String> JVM = List.of(
      "-Xms8m",
      "-Xmx128m",
      "-XX:+UseSerialGC",
      "-XX:ReservedCodeCacheSize=48m",
      "-XX:CompressedClassSpaceSize=24m",
      "-XX:MaxMetaspaceSize=64m",
      "-XX:CICompilerCount=2",
      "-Xshare:auto",
      "-XX:-UsePerfData",
      "-XX:+DisableAttachMechanism",
      "-XX:+ExitOnOutOfMemoryError",
      "-XX:-CreateCoredumpOnCrash",
      "-XX:ErrorFile=/dev/null",
      "-XX:+DisplayVMOutputToStderr",
      "-Dfile.encoding=UTF-8",
      "-Dslf4j.internal.verbosity=ERROR",
      "-Djava.awt.headless=true");

  private DecoderCommand() {}

  /**
   * Of a process that works in a folder of its own.
   *
   * @param folder empty; the process removes it once it has started
   */
  static ProcessBuilder of(DecoderSettings settings, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Djna.tmpdir=" + folder);
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir());
    command.add("-cp");
    command.add(ChildClassPath.find());
    command.add(DecoderMain.class.getName());
    command.addAll(DecoderArguments.of(settings));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    // File names are in UTF-8, wherever this process runs.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }
}

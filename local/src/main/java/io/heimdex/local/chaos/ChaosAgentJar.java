package io.heimdex.local.chaos;

import io.heimdex.local.chaos.agent.ChaosAgent;
import io.heimdex.local.chaos.agent.KillPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/**
 * The agent of the TaskManagers, seen from the command. The two talk through files of a folder.
 *
 * @param directory empty, or that of an earlier run with the same videos
 */
record ChaosAgentJar(Path directory) {

  /** Writes the jar. It holds nothing but names: the agent's classes lie on the class path of every process of ours. */
  static ChaosAgentJar write(Path directory) throws IOException {
    Files.createDirectories(directory);
    ChaosAgentJar agent = new ChaosAgentJar(directory.toAbsolutePath());
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(new Attributes.Name("Premain-Class"), ChaosAgent.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, byteBuddy().toString());
    new JarOutputStream(Files.newOutputStream(agent.jar()), manifest).close();
    return agent;
  }

  /** For the JVM that the agent is to work in. */
  String jvmArgument() {
    return "-javaagent:" + jar() + "=" + directory;
  }

  /** The next process that reaches the point dies there. */
  void arm(KillPoint point) throws IOException {
    Files.writeString(directory.resolve(point.name()), "");
  }

  /** Whether no process has reached the armed point yet. */
  boolean isArmed(KillPoint point) {
    return Files.exists(directory.resolve(point.name()));
  }

  /** No process dies at the point any more. @return whether none has */
  boolean disarm(KillPoint point) throws IOException {
    return Files.deleteIfExists(directory.resolve(point.name()));
  }

  /** Frames that decoders of all processes have handed over, by the generation of their video. */
  Map<String, Long> frames() throws IOException {
    Map<String, Long> frames = new HashMap<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "frames-*.log")) {
      for (Path log : logs) {
        // A log ends with what was never written.
        for (String line : Files.readString(log, StandardCharsets.US_ASCII)
            .split("\0", 2)[0]
            .lines()
            .toList()) {
          int blank = line.indexOf(' ');
          frames.merge(
              line.substring(0, blank), Long.parseLong(line.substring(blank + 1)), Long::sum);
        }
      }
    }
    return frames;
  }

  private Path jar() {
    return directory.resolve("chaos-agent.jar");
  }

  private static URI byteBuddy() {
    try {
      return ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (java.net.URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

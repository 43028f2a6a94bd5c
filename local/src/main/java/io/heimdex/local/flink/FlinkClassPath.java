package io.heimdex.local.flink;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The class path of a cluster's processes: what a Flink distribution holds, taken from our own class path, and what the build
 * lays into its {@code lib/}. Nothing of the job is on it: that comes with the job's jar, as on any other cluster.
 */
final class FlinkClassPath {
  private static final Pattern OF_FLINK = Pattern.compile("(flink-(?!connector-).*"
      + "|log4j-.*|slf4j-api-.*"
      + "|commons-(cli|collections|compress|io|lang3|math3|text)-.*"
      + "|(kryo|minlog|objenesis|reflectasm|asm|javassist)-.*"
      + "|frocksdbjni-.*|async-profiler-.*|snakeyaml-engine-.*|jsr305-.*"
      + ")\\.jar");

  private FlinkClassPath() {}

  static List<String> of(JobArtifacts artifacts) throws IOException {
    List<String> classPath = new ArrayList<>();
    // For ChildMain alone.
    classPath.add(ownCode());
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> OF_FLINK.matcher(Path.of(entry).getFileName().toString()).matches())
        .forEach(classPath::add);
    classPath.addAll(artifacts.libJars());
    return classPath;
  }

  private static String ownCode() {
    return Path.of(URI.create(FlinkClassPath.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString()))
        .toString();
  }
}

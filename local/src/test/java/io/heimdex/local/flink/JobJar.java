package io.heimdex.local.flink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs a job of the tests. */
public final class JobJar {
  private JobJar() {}

  /** A jar with one class. */
  public static Path of(Class<?> type, Path jar) throws IOException {
    String entry = type.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      Objects.requireNonNull(type.getClassLoader().getResourceAsStream(entry)).transferTo(out);
    }
    return jar;
  }
}

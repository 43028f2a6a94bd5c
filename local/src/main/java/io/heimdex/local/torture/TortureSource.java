package io.heimdex.local.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A good file to make broken ones of. Its bytes are not to be changed. */
record TortureSource(String name, byte[] bytes) {
  TortureSource {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("File " + name + " is empty; nothing can be made of it");
    }
  }

  static TortureSource read(Path file) throws IOException {
    return new TortureSource(file.getFileName().toString(), Files.readAllBytes(file));
  }

  /** With its dot; empty without. */
  String extension() {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }
}

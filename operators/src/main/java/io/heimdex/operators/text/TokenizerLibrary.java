package io.heimdex.operators.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The native code of the tokenizers, without what the library around it does besides: it reports to its makers from EC2 machines,
 * fetches other natives where it finds CUDA, and keeps natives in the home directory. Whoever can write there could change what
 * runs here.
 */
final class TokenizerLibrary {
  /** Stops reports and downloads. */
  private static final String OFFLINE = "ai.djl.offline";
  /** Where the natives are unpacked to, before they are loaded. */
  private static final String CACHE = "ENGINE_CACHE_DIR";

  private TokenizerLibrary() {}

  /** Loads it from a folder of this process, which is gone afterwards. */
  static void load() {
    System.setProperty(OFFLINE, "true");
    try {
      Path folder = Files.createTempDirectory("heimdex-tokenizers");
      System.setProperty(CACHE, folder.toString());
      try {
        LibUtils.checkStatus();
      } finally {
        System.clearProperty(CACHE);
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The tokenizers' native library can't be unpacked to "
              + System.getProperty("java.io.tmpdir") + ": " + e,
          e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}

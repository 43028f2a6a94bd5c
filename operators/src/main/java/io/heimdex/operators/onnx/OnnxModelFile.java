package io.heimdex.operators.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A model to load.
 *
 * @param id {@code name@12 hexadecimal digits of the SHA-256 of the file}
 * @param path null for the built-in one
 * @param bytes of the built-in one; others are loaded by path, since large ones keep their weights in a second file
 */
public record OnnxModelFile(String id, @Nullable Path path, byte @Nullable [] bytes) {
  private static final int DIGEST_BYTES = 6;

  /** One that comes with Heimdex, on the class path. */
  public static OnnxModelFile builtin(String resource, String name) {
    try (InputStream in = OnnxModelFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The build left the model " + resource
            + " out of the class path; it is written in the phase process-classes");
      }
      byte[] bytes = in.readAllBytes();
      return new OnnxModelFile(name + "@" + shortened(sha256().digest(bytes)), null, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the built-in model " + resource + " failed", e);
    }
  }

  /** A file. Reads all of it, for the digest. */
  public static OnnxModelFile at(Path path) {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the model " + path + " failed: " + e, e);
    }
    String name = path.getFileName().toString().replaceFirst("\\.onnx$", "");
    return new OnnxModelFile(name + "@" + shortened(digest.digest()), path, null);
  }

  /** What an id has of a digest. */
  public static String shortened(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
  }

  /** A new one. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

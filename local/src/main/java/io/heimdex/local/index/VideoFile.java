package io.heimdex.local.index;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * A file to index and the names that follow from its owner and content: the same content of the same owner is the same video.
 *
 * @param videoId a UUIDv5 of the SHA-256 of the content and the extension, in the namespace of the owner
 */
record VideoFile(Path path, String videoId, String key) {

  static VideoFile of(Path path, String ownerId) throws IOException {
    String extension = extension(path);
    String videoId = UuidCreator.getNameBasedSha1(
            UUID.fromString(ownerId), sha256(path) + "." + extension)
        .toString();
    return new VideoFile(path, videoId, "videos/" + ownerId + "/" + videoId + "." + extension);
  }

  private static String extension(Path path) {
    String name = path.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.contains(".") && extension.matches("[a-z0-9]{1,8}") ? extension : "bin";
  }

  private static String sha256(Path path) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

package io.heimdex.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The generation of a video: {@code hash(object identity, pipeline version)}. The same content under the same settings is
 * the same generation.
 */
public final class Generations {
  private Generations() {}

  /**
   * Names the generation of an object under a pipeline version.
   *
   * @param contentTag the eTag, or where there is none whatever tells two contents of the key apart
   * @return 32 hexadecimal digits: the first half of the SHA-256 of the parts, each ended by a zero byte
   */
  public static String of(
      String bucket, String key, @Nullable String contentTag, String pipelineVersion) {
    MessageDigest digest = sha256();
    for (String part :
        new String[] {bucket, key, contentTag == null ? "" : contentTag, pipelineVersion}) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

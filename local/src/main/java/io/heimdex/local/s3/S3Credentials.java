package io.heimdex.local.s3;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Who may use the embedded S3 server. */
public record S3Credentials(String accessKey, String secretKey) {
  public S3Credentials {
    if (accessKey.isBlank() || secretKey.isBlank()) {
      throw new IllegalArgumentException(
          "S3 access key or secret key is blank; expected both to be set");
    }
  }

  /** New credentials that nobody can guess. */
  public static S3Credentials random() {
    return new S3Credentials("heimdex-" + randomHex(6), randomHex(20));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "S3Credentials[accessKey=" + accessKey + "]";
  }

  private static String randomHex(int byteCount) {
    byte[] bytes = new byte[byteCount];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

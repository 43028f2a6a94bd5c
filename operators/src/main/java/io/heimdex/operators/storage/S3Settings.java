package io.heimdex.operators.storage;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How to reach S3.
 *
 * @param endpoint URL of the server; null for AWS by region
 * @param accessKey null to use the default credentials chain of the AWS SDK
 * @param secretKey null if and only if {@code accessKey} is
 * @param derivedBucket where thumbnails and sidecars go
 */
public record S3Settings(
    @Nullable String endpoint,
    String region,
    @Nullable String accessKey,
    @Nullable String secretKey,
    boolean pathStyle,
    String derivedBucket)
    implements Serializable {
  public S3Settings {
    if ((accessKey == null) != (secretKey == null)) {
      throw new IllegalArgumentException(
          "S3 has an access key or a secret key without the other; set both or none");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "S3Settings[endpoint=" + endpoint + ", region=" + region + ", pathStyle=" + pathStyle
        + ", derivedBucket=" + derivedBucket + "]";
  }
}

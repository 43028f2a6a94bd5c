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
 * @param caFile on each machine: certificates of the authorities that may vouch for the server, in PEM; null for those of the JDK
 */
public record S3Settings(
    @Nullable String endpoint,
    String region,
    @Nullable String accessKey,
    @Nullable String secretKey,
    boolean pathStyle,
    String derivedBucket,
    @Nullable String caFile)
    implements Serializable {
  public S3Settings {
    if ((accessKey == null) != (secretKey == null)) {
      throw new IllegalArgumentException(
          "S3 has an access key or a secret key without the other; set both or none");
    }
  }

  /** Of a server that the JDK trusts. */
  public S3Settings(
      @Nullable String endpoint,
      String region,
      @Nullable String accessKey,
      @Nullable String secretKey,
      boolean pathStyle,
      String derivedBucket) {
    this(endpoint, region, accessKey, secretKey, pathStyle, derivedBucket, null);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "S3Settings[endpoint=" + endpoint + ", region=" + region + ", pathStyle=" + pathStyle
        + ", derivedBucket=" + derivedBucket + ", caFile=" + caFile + "]";
  }
}

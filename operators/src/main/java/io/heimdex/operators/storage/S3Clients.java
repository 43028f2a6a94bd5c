package io.heimdex.operators.storage;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Clients of the AWS SDK, set up as servers other than AWS need them too. */
final class S3Clients {
  private static final int MAX_CONNECTIONS = 64;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  /** Of one attempt; objects read and written through the client are small. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);
  /** Of a call with all its attempts. */
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

  private S3Clients() {}

  static S3Client client(S3Settings settings) {
    S3ClientBuilder builder = S3Client.builder()
        .httpClientBuilder(http(settings))
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials(settings))
        .forcePathStyle(settings.pathStyle())
        // The SDK's default CRC trailers are unknown to older servers of the protocol.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(configuration -> configuration
            .retryStrategy(RetryMode.STANDARD)
            .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
            .apiCallTimeout(CALL_TIMEOUT));
    if (settings.endpoint() != null) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    return builder.build();
  }

  private static ApacheHttpClient.Builder http(S3Settings settings) {
    ApacheHttpClient.Builder http = ApacheHttpClient.builder()
        .maxConnections(MAX_CONNECTIONS)
        .connectionTimeout(CONNECT_TIMEOUT);
    if (settings.caFile() != null) {
      TrustManager[] trusted = TrustedAuthorities.of(settings.caFile());
      http.tlsTrustManagersProvider(() -> trusted);
    }
    return http;
  }

  static S3Presigner presigner(S3Settings settings) {
    S3Presigner.Builder builder = S3Presigner.builder()
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials(settings))
        .serviceConfiguration(S3Configuration.builder()
            .pathStyleAccessEnabled(settings.pathStyle())
            // Else the URL would demand a header that FFmpeg and browsers don't send.
            .checksumValidationEnabled(false)
            .build());
    if (settings.endpoint() != null) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(S3Settings settings) {
    String accessKey = settings.accessKey();
    String secretKey = settings.secretKey();
    return accessKey == null || secretKey == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }
}

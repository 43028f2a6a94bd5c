package io.heimdex.local.cli;

import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.stack.StackAddresses;
import java.net.URI;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Ways into a stack that is up. */
final class StackClients {
  private StackClients() {}

  /** Where files are sent to be indexed. */
  static VideoIndexer.Target target(StackAddresses addresses, S3Client s3) {
    return new VideoIndexer.Target(
        s3,
        addresses.uploadsBucket(),
        addresses.kafkaBootstrapServers(),
        addresses.uploadsTopic(),
        addresses.database(),
        addresses.userId(),
        Objects.requireNonNull(
            addresses.pipelineVersion(), "The stack runs without the job that indexes"));
  }

  static S3Client s3(StackAddresses addresses) {
    return S3Client.builder()
        .endpointOverride(URI.create(addresses.s3Endpoint()))
        .region(Region.of(addresses.s3Region()))
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create(addresses.s3AccessKey(), addresses.s3SecretKey())))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .forcePathStyle(true)
        .build();
  }
}

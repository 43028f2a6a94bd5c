package io.heimdex.local.stack;

import io.heimdex.operators.database.DatabaseSettings;
import io.heimdex.operators.storage.S3Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where a running stack is reached, and by whom. Holds secrets.
 *
 * @param pid of the process that runs the stack
 * @param flinkUrl web UI and REST API; null without Flink
 * @param jobId of the job that indexes; null without Flink
 * @param userId owner of videos that are uploaded without one, a UUID
 * @param pipelineVersion of the job that indexes, so that the generation of an upload can be known beforehand; null without it
 */
public record StackAddresses(
    long pid,
    @Nullable String flinkUrl,
    @Nullable String jobId,
    String kafkaBootstrapServers,
    String uploadsTopic,
    String deadLettersTopic,
    String jdbcUrl,
    String databaseUser,
    String databasePassword,
    String s3Endpoint,
    String s3Region,
    String s3AccessKey,
    String s3SecretKey,
    String uploadsBucket,
    String derivedBucket,
    String userId,
    @Nullable String pipelineVersion) {

  /** How to reach PostgreSQL. */
  public DatabaseSettings database() {
    return new DatabaseSettings(jdbcUrl, databaseUser, databasePassword);
  }

  /** How to reach S3. */
  public S3Settings s3() {
    return new S3Settings(s3Endpoint, s3Region, s3AccessKey, s3SecretKey, true, derivedBucket);
  }

  /** A client of S3. The caller closes it. */
  public S3Client s3Client() {
    return S3Client.builder()
        .endpointOverride(URI.create(s3Endpoint))
        .region(Region.of(s3Region))
        .httpClientBuilder(ApacheHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(s3AccessKey, s3SecretKey)))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .forcePathStyle(true)
        .build();
  }

  /** The same with the job that runs in it. */
  StackAddresses withJob(String id, @Nullable String version) {
    return new StackAddresses(
        pid,
        flinkUrl,
        id,
        kafkaBootstrapServers,
        uploadsTopic,
        deadLettersTopic,
        jdbcUrl,
        databaseUser,
        databasePassword,
        s3Endpoint,
        s3Region,
        s3AccessKey,
        s3SecretKey,
        uploadsBucket,
        derivedBucket,
        userId,
        version);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "StackAddresses[pid=" + pid + ", flinkUrl=" + flinkUrl + ", kafkaBootstrapServers="
        + kafkaBootstrapServers + ", jdbcUrl=" + jdbcUrl + ", s3Endpoint=" + s3Endpoint + "]";
  }
}

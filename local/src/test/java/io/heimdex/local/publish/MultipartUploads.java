package io.heimdex.local.publish;

import io.heimdex.operators.storage.S3Settings;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Multipart uploads that somebody began. */
final class MultipartUploads implements AutoCloseable {
  private final S3Client client;
  private final String bucket;

  MultipartUploads(S3Settings s3) {
    bucket = s3.derivedBucket();
    client = S3Client.builder()
        .endpointOverride(URI.create(Objects.requireNonNull(s3.endpoint())))
        .region(Region.of(s3.region()))
        .forcePathStyle(true)
        .httpClientBuilder(ApacheHttpClient.builder())
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
        .build();
  }

  void begin(String key) {
    client.createMultipartUpload(create -> create.bucket(bucket).key(key));
  }

  /** Keys of those that are unfinished. */
  List<String> keys() {
    return client.listMultipartUploads(list -> list.bucket(bucket)).uploads().stream()
        .map(MultipartUpload::key)
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}

package io.heimdex.local.cli;

import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.stack.StackAddresses;
import java.util.Objects;
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
}

package io.heimdex.local.cli;

import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackHome;
import io.heimdex.local.stack.StackOptions;
import java.io.IOException;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;

/** Ways into a stack that is up. */
final class StackClients {
  private StackClients() {}

  /** @throws IOException if no stack is up in the home of the user */
  static StackAddresses running() throws IOException {
    StackHome home = new StackHome(StackOptions.defaultHome());
    return home.addresses()
        .orElseThrow(() ->
            new IOException("No stack is up in " + home.home() + "; './heimdex up' starts one"));
  }

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

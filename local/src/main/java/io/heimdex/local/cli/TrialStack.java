package io.heimdex.local.cli;

import io.heimdex.local.flink.FlinkCluster;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.postgres.Folders;
import io.heimdex.local.process.Termination;
import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.flink.api.common.JobID;
import software.amazon.awssdk.services.s3.S3Client;

/** A stack for the time of a command, in a home of its own that is thrown away; never the user's. */
final class TrialStack implements AutoCloseable {
  private final Path home;
  private final Stack stack;
  private final S3Client s3;
  private boolean kept;

  private TrialStack(Path home, Stack stack) {
    this.home = home;
    this.stack = stack;
    this.s3 = stack.addresses().s3Client();
  }

  /** Ctrl-C interrupts the calling thread from here on, so that what was started is stopped in order. */
  static TrialStack start(String name, Function<Path, StackOptions> options) throws IOException {
    Termination.install().onSignal(Thread.currentThread()::interrupt);
    Path home = Files.createTempDirectory("heimdex-" + name + "-");
    System.err.println("Data and logs of this trial: " + home);
    return new TrialStack(
        home,
        Stack.start(
            options.apply(home).withCache(StackOptions.defaultHome().resolve("cache")),
            System.err::println));
  }

  /** For files of the trial. */
  Path folder() {
    return home.resolve("files");
  }

  VideoIndexer indexer() throws Exception {
    return new VideoIndexer(StackClients.target(stack.addresses(), s3));
  }

  /** For a new user, whose videos are new ones too. */
  VideoIndexer indexerOfNewUser() throws Exception {
    return new VideoIndexer(
        StackClients.target(stack.addresses(), s3).ownedBy(UUID.randomUUID().toString()));
  }

  StackAddresses addresses() {
    return stack.addresses();
  }

  FlinkCluster flink() {
    return stack.flink().orElseThrow();
  }

  JobID job() {
    return JobID.fromHexString(
        Objects.requireNonNull(addresses().jobId(), "The stack runs without a job"));
  }

  /** Leaves data and logs where they are, for who looks into what happened. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    s3.close();
    stack.close();
    if (!kept) {
      Folders.delete(home);
    }
  }
}

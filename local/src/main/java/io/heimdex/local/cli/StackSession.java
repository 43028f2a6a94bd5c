package io.heimdex.local.cli;

import io.heimdex.local.index.IndexListener;
import io.heimdex.local.index.VideoIndexer;
import io.heimdex.local.index.VideoTexts;
import io.heimdex.local.process.Termination;
import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackHome;
import io.heimdex.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** The stack that is up in the background; if there is none, one for the time of this command. */
final class StackSession implements AutoCloseable {
  private final StackAddresses addresses;
  private final @Nullable Stack own;
  private final Termination termination;

  private StackSession(StackAddresses addresses, @Nullable Stack own, Termination termination) {
    this.addresses = addresses;
    this.own = own;
    this.termination = termination;
  }

  /** Ctrl-C interrupts the calling thread from here on, so that what was started is stopped in order. */
  static StackSession open(StackOptions options) throws IOException {
    Termination termination = Termination.install();
    termination.onSignal(Thread.currentThread()::interrupt);
    Optional<StackAddresses> running = new StackHome(options.home()).addresses();
    if (running.isPresent()) {
      return new StackSession(running.get(), null, termination);
    }
    Stack stack = Stack.start(options, System.err::println);
    return new StackSession(stack.addresses(), stack, termination);
  }

  StackAddresses addresses() {
    return addresses;
  }

  /** Indexes files. @return whether all are indexed */
  boolean index(List<Path> videos, VideoTexts texts, IndexListener listener) throws Exception {
    try (S3Client s3 = addresses.s3Client();
        VideoIndexer indexer = new VideoIndexer(StackClients.target(addresses, s3), texts)) {
      return indexer.index(videos, listener);
    }
  }

  /** Keeps a stack of its own up until Ctrl-C; returns at once if it runs in the background. */
  void stayUp() {
    if (own == null) {
      return;
    }
    System.err.println("The stack stays up until Ctrl-C.");
    try {
      termination.await();
    } catch (InterruptedException e) {
      // The signal that was waited for.
    }
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}

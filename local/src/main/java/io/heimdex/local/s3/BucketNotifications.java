package io.heimdex.local.s3;

import java.io.IOException;

/** Where the events of a bucket go. Thread-safe. */
public interface BucketNotifications {
  /** Whether anyone asked for the events of this bucket. */
  boolean wants(String bucket);

  /** Sends one event and returns once it is safe. @throws IOException if it could not be delivered in time */
  void send(S3Event event) throws IOException;

  /** For a server whose events nobody reads. */
  static BucketNotifications none() {
    return new BucketNotifications() {
      @Override
      public boolean wants(String bucket) {
        return false;
      }

      @Override
      public void send(S3Event event) {}
    };
  }
}

package io.heimdex.local.stack;

import io.heimdex.local.s3.S3Credentials;
import java.util.UUID;

/**
 * What is drawn at the first start of a home, and kept from then on.
 *
 * @param databasePassword of the owner of the database
 * @param jobDatabasePassword of the user that the job is, who can't change the schema
 */
record StackCredentials(
    String s3AccessKey,
    String s3SecretKey,
    String databasePassword,
    String jobDatabasePassword,
    String userId) {

  static StackCredentials random() {
    S3Credentials s3 = S3Credentials.random();
    return new StackCredentials(
        s3.accessKey(),
        s3.secretKey(),
        UUID.randomUUID().toString(),
        UUID.randomUUID().toString(),
        UUID.randomUUID().toString());
  }

  /** Whether nothing is missing, as in what a former release drew. */
  boolean hasAll() {
    return jobDatabasePassword != null;
  }

  /** The same, with what is missing. */
  StackCredentials completed() {
    return new StackCredentials(
        s3AccessKey, s3SecretKey, databasePassword, random().jobDatabasePassword(), userId);
  }

  S3Credentials s3() {
    return new S3Credentials(s3AccessKey, s3SecretKey);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "StackCredentials[userId=" + userId + "]";
  }
}

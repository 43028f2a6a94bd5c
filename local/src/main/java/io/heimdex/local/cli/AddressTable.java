package io.heimdex.local.cli;

import io.heimdex.local.stack.StackAddresses;

/** The addresses of a stack, for a person. */
final class AddressTable {
  private AddressTable() {}

  static String of(StackAddresses addresses) {
    return """
        Flink web UI  %s
        Kafka         %s  (topics %s, %s)
        PostgreSQL    %s  (user %s, password %s)
        S3            %s  (access key %s, secret key %s, region %s)
                      buckets %s, %s
        user id       %s""".formatted(
            addresses.flinkUrl(),
            addresses.kafkaBootstrapServers(),
            addresses.uploadsTopic(),
            addresses.deadLettersTopic(),
            addresses.jdbcUrl(),
            addresses.databaseUser(),
            addresses.databasePassword(),
            addresses.s3Endpoint(),
            addresses.s3AccessKey(),
            addresses.s3SecretKey(),
            addresses.s3Region(),
            addresses.uploadsBucket(),
            addresses.derivedBucket(),
            addresses.userId());
  }
}

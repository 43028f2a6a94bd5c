package io.heimdex.local.stack;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Writes the properties file that the job is given: addresses and secrets of the stack, and what the user set. */
final class JobConfig {
  private JobConfig() {}

  static void write(StackAddresses addresses, Map<String, String> more, Path file)
      throws IOException {
    Properties options = new Properties();
    options.setProperty("heimdex.kafka.bootstrap-servers", addresses.kafkaBootstrapServers());
    options.setProperty("heimdex.kafka.uploads-topic", addresses.uploadsTopic());
    options.setProperty("heimdex.kafka.dead-letters-topic", addresses.deadLettersTopic());
    options.setProperty("heimdex.database.url", addresses.jdbcUrl());
    options.setProperty("heimdex.database.user", addresses.databaseUser());
    options.setProperty("heimdex.database.password", addresses.databasePassword());
    options.setProperty("heimdex.s3.endpoint", addresses.s3Endpoint());
    options.setProperty("heimdex.s3.region", addresses.s3Region());
    options.setProperty("heimdex.s3.access-key", addresses.s3AccessKey());
    options.setProperty("heimdex.s3.secret-key", addresses.s3SecretKey());
    options.setProperty("heimdex.s3.path-style", "true");
    options.setProperty("heimdex.s3.upload-buckets", addresses.uploadsBucket());
    options.setProperty("heimdex.s3.derived-bucket", addresses.derivedBucket());
    options.putAll(more);
    StringWriter text = new StringWriter();
    options.store(text, "Written by the local stack at each start.");
    StackHome.write(file, text.toString());
  }
}

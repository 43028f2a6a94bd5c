package io.heimdex.local;

import io.heimdex.local.postgres.EmbeddedPostgresSettings;
import io.heimdex.local.stack.Stack;
import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One stack of Kafka, PostgreSQL and S3, without Flink, for all tests of a JVM. It starts with the first request and lives as long
 * as the JVM. With {@code @ExtendWith(TestStack.class)} tests take {@link StackAddresses} as a parameter.
 *
 * <p>Tests share topics, buckets and tables: use video ids of your own.
 *
 * <p>Thread-safe.
 */
public final class TestStack implements ParameterResolver {

  /** Where the shared stack is reached. */
  public static StackAddresses addresses() {
    return Shared.INSTANCE.addresses();
  }

  /** Options for a stack of its own in a directory of the test, with the binaries that other tests have unpacked. */
  public static StackOptions options(Path home) {
    return StackOptions.in(home).withCache(EmbeddedPostgresSettings.defaultCache());
  }

  /** A client of a stack's S3. */
  public static S3Client s3(StackAddresses addresses) {
    return S3Client.builder()
        .endpointOverride(URI.create(addresses.s3Endpoint()))
        .region(Region.of(addresses.s3Region()))
        .forcePathStyle(true)
        .httpClientBuilder(ApacheHttpClient.builder())
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create(addresses.s3AccessKey(), addresses.s3SecretKey())))
        .build();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == StackAddresses.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return addresses();
  }

  /** Not a lambda of the class below: its threads would wait for that class to be initialised, which waits for them. */
  private static void ignore(String line) {}

  /** Its class is initialised on first use, once, whichever thread comes first. */
  private static final class Shared {
    static final Stack INSTANCE = start();

    private static Stack start() {
      try {
        Path home = Files.createTempDirectory("heimdex-test-stack-");
        Stack stack = Stack.start(options(home).withJob(null), TestStack::ignore);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-test-stack"));
        return stack;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

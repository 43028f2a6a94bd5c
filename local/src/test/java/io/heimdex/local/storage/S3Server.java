package io.heimdex.local.storage;

import io.heimdex.local.security.Certificates;
import io.heimdex.operators.storage.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;

/** An S3 server with one bucket, for tests of what speaks to it. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "derived";

  /** Nothing that stands in a log by chance. */
  private static final String SECURE_SECRET = "s3-" + UUID.randomUUID();

  private final S3Proxy server;

  private S3Server(S3Proxy server) {
    this.server = server;
  }

  public static S3Server start(Path directory) throws Exception {
    return start(directory, UnaryOperator.identity());
  }

  /** A server that was stopped comes back: where it was, with what it held. */
  public static S3Server start(Path directory, int port) throws Exception {
    return start(directory, port, UnaryOperator.identity());
  }

  public static S3Server start(Path directory, UnaryOperator<BlobStore> wrapper) throws Exception {
    return start(directory, 0, wrapper);
  }

  private static S3Server start(Path directory, int port, UnaryOperator<BlobStore> wrapper)
      throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", directory.toString());
    BlobStore store = BlobStores.create("filesystem", properties);
    if (!store.containerExists(BUCKET)) {
      store.createContainer(BUCKET);
    }
    S3Proxy server = builder(wrapper.apply(store))
        .endpoint(URI.create("http://127.0.0.1:" + port))
        .build();
    server.start();
    return new S3Server(server);
  }

  /** A server that speaks https only. */
  public static S3Server startSecure(Path directory, Certificates certificates) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", directory.toString());
    BlobStore store = BlobStores.create("filesystem", properties);
    store.createContainer(BUCKET);
    S3Proxy server = builder(store)
        .awsAuthentication(AuthenticationType.AWS_V4, "id", SECURE_SECRET)
        .secureEndpoint(URI.create("https://127.0.0.1:0"))
        .keyStore(certificates.keyStore().toString(), Certificates.PASSWORD)
        .build();
    server.start();
    return new S3Server(server);
  }

  private static S3Proxy.Builder builder(BlobStore store) {
    return S3Proxy.builder()
        .blobStore(store)
        .awsAuthentication(AuthenticationType.AWS_V4, "id", "secret")
        .stopTimeout(0);
  }

  public S3Settings settings() {
    return settings("secret");
  }

  public S3Settings settings(String secret) {
    String endpoint = "http://127.0.0.1:" + port();
    return new S3Settings(endpoint, "us-east-1", "id", secret, true, BUCKET);
  }

  /** How to reach a secure server. @param host as its certificate may name it, or not */
  public S3Settings secureSettings(String host, @Nullable Path caFile) {
    String endpoint = "https://" + host + ":" + server.getSecurePort();
    return new S3Settings(
        endpoint,
        "us-east-1",
        "id",
        SECURE_SECRET,
        true,
        BUCKET,
        caFile == null ? null : caFile.toString());
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}

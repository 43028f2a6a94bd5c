package io.heimdex.local.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * An S3 server (s3proxy) in this JVM, on loopback and a free port, with its objects in a directory. Requests are signed with
 * version 4 of AWS's signature; addresses are path-style.
 *
 * <p>It knows ranges, multipart uploads, presigned URLs and conditional writes; neither versions nor tags. Creations and
 * removals in the buckets of the given {@link BucketNotifications} are sent as events.
 */
public final class EmbeddedS3 implements AutoCloseable {
  /**
   * Metadata of an object of whose creation this server does not notify: who uploads it does, and says more. Of two notifications
   * of one content the first is heard.
   */
  public static final String NOTIFIED_BY_UPLOADER = "heimdex-notified-by-uploader";

  /** What clients are to say. The server itself takes any. */
  public static final String REGION = "us-east-1";

  private final S3Proxy server;
  private final BlobStore store;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedS3(S3Proxy server, BlobStore store) {
    this.server = server;
    this.store = store;
  }

  /**
   * Starts a server on a directory, which is created where it is missing. Returns when it takes requests.
   *
   * @param notifications closed by the caller, after this server
   */
  public static EmbeddedS3 start(
      Path directory, S3Credentials credentials, BucketNotifications notifications)
      throws IOException {
    return start(directory, 0, credentials, notifications);
  }

  /** The same on a given port. */
  public static EmbeddedS3 start(
      Path directory, int port, S3Credentials credentials, BucketNotifications notifications)
      throws IOException {
    Path objects = Files.createDirectories(directory).toAbsolutePath();
    Drafts.remove(objects);
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", objects.toString());
    BlobStore store =
        new NotifyingBlobStore(BlobStores.create("filesystem", properties), notifications);
    S3Proxy server = S3Proxy.builder()
        .blobStore(store)
        .awsAuthentication(
            AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
        .endpoint(URI.create("http://127.0.0.1:" + port))
        // Milliseconds: requests that still run when the stack stops are cut off.
        .stopTimeout(0)
        .build();
    try {
      server.start();
    } catch (Exception e) {
      store.close();
      throw new IOException("S3 does not start on " + directory + ": " + e.getMessage(), e);
    }
    return new EmbeddedS3(server, store);
  }

  /** URL of the server. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Creates those buckets that are missing. */
  public void createBuckets(Collection<String> buckets) {
    for (String bucket : buckets) {
      if (!store.containerExists(bucket)) {
        store.createContainer(bucket);
      }
    }
  }

  /** Stops the server. Closing twice is fine. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        server.stop();
      } catch (Exception e) {
        throw new IllegalStateException("S3 at " + endpoint() + " does not stop", e);
      } finally {
        store.close();
      }
    }
  }
}

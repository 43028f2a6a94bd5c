package io.heimdex.local.storage;

import static io.heimdex.local.storage.S3Server.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStore.ObjectHead;
import io.heimdex.operators.storage.ObjectStore.ObjectPage;
import io.heimdex.operators.storage.ObjectStore.StoredObject;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class S3ObjectStoreIT {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  private static Path directory;

  private static S3Server server;

  private ObjectStore store;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(directory);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void open() {
    store = new S3ObjectStoreFactory(server.settings()).open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void tellsWhetherTheBytesMayBeRead() throws Exception {
    // Given
    store.putIfAbsent(S3Server.BUCKET, "readable.mp4", new byte[] {1, 2, 3}, "video/mp4");
    store.putIfAbsent(S3Server.BUCKET, "no bytes.mp4", new byte[0], "video/mp4");

    // Then
    store.checkReadable(S3Server.BUCKET, "readable.mp4", null);
    store.checkReadable(S3Server.BUCKET, "no bytes.mp4", null);
    assertThatThrownBy(() -> store.checkReadable(S3Server.BUCKET, "none.mp4", null))
        .isInstanceOf(FileNotFoundException.class);
    try (ObjectStore denied = new S3ObjectStoreFactory(server.settings("wrong")).open()) {
      assertThatThrownBy(() -> denied.checkReadable(S3Server.BUCKET, "readable.mp4", null))
          .isInstanceOf(ObjectForbiddenException.class)
          .hasMessageContaining("s3://" + S3Server.BUCKET + "/readable.mp4");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.txt",
        "a b/c+d.mp4",
        "ü/日本語/😀.webp",
        "percent%20and%2Bplus",
        "quotes'\"&<>?#;=@:,!$()*[]{}~^|`.json"
      })
  void anObjectOfAnyKeyIsFoundAgain(String key) throws Exception {
    // When
    store.putIfAbsent(BUCKET, key, bytes(key), "text/plain");

    // Then
    assertThat(store.read(BUCKET, key)).isEqualTo(bytes(key));
    assertThat(store.list(BUCKET, key)).containsExactly(key);
    ObjectHead head = store.head(BUCKET, key, null);
    assertThat(head).isNotNull();
    assertThat(head.sizeBytes()).isEqualTo(bytes(key).length);
    assertThat(head.contentType()).isEqualTo("text/plain");
    assertThat(head.eTag()).doesNotContain("\"").isNotEmpty();
    assertThat(get(store.presignedUrl(BUCKET, key, null, HOUR), null)).isEqualTo(bytes(key));
  }

  @Test
  void aSecondWriteLeavesTheFirstAsItIs() throws Exception {
    store.putIfAbsent(BUCKET, "once", bytes("first"), "text/plain");

    store.putIfAbsent(BUCKET, "once", bytes("second"), "text/plain");

    assertThat(store.read(BUCKET, "once")).isEqualTo(bytes("first"));
  }

  @Test
  void racingWritersAllSucceedAndOneOfThemWins() throws Exception {
    // Given
    ExecutorService writers = Executors.newFixedThreadPool(8);
    List<Future<?>> writes = new ArrayList<>();

    // When
    for (int i = 0; i < 16; i++) {
      byte[] content = bytes("writer " + i);
      writes.add(writers.submit(() -> {
        store.putIfAbsent(BUCKET, "raced", content, "text/plain");
        return null;
      }));
    }
    for (Future<?> write : writes) {
      write.get();
    }
    writers.shutdown();

    // Then
    assertThat(new String(store.read(BUCKET, "raced"), StandardCharsets.UTF_8))
        .matches("writer \\d+");
  }

  @Test
  void aServerWithoutConditionalWritesIsWrittenToPlainly(@TempDir Path other) throws Exception {
    // Given
    AtomicInteger refused = new AtomicInteger();
    try (S3Server old = S3Server.start(other, inner -> new UnconditionalStore(inner, refused));
        ObjectStore plain = new S3ObjectStoreFactory(old.settings()).open()) {

      // When
      plain.putIfAbsent(BUCKET, "key", bytes("content"), "text/plain");

      // Then
      assertThat(refused).hasPositiveValue();
      assertThat(plain.read(BUCKET, "key")).isEqualTo(bytes("content"));
    }
  }

  @Test
  void aPresignedUrlServesRanges() throws Exception {
    store.putIfAbsent(BUCKET, "ranges", bytes("0123456789"), "text/plain");

    byte[] part = get(store.presignedUrl(BUCKET, "ranges", null, HOUR), "bytes=3-5");

    assertThat(part).isEqualTo(bytes("345"));
  }

  @Test
  void whatIsMissingIsToldFromWhatIsBroken() throws Exception {
    assertThat(store.head(BUCKET, "nothing", null)).isNull();
    assertThatThrownBy(() -> store.read(BUCKET, "nothing"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("s3://derived/nothing");
    assertThat(store.list(BUCKET, "nothing/")).isEmpty();
    assertThat(store.bucketExists(BUCKET)).isTrue();
    assertThat(store.bucketExists("no-such-bucket")).isFalse();
    assertThatThrownBy(() -> store.listPage("no-such-bucket", "", null))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("'no-such-bucket'");
    assertThatThrownBy(() -> store.putIfAbsent("no-such-bucket", "k", bytes("x"), "text/plain"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://no-such-bucket/k")
        .hasMessageContaining("404");
  }

  @Test
  void aWrongSecretIsForbidden() throws Exception {
    try (ObjectStore stranger = new S3ObjectStoreFactory(server.settings("wrong")).open()) {
      assertThatThrownBy(() -> stranger.head(BUCKET, "plain.txt", null))
          .isInstanceOf(ObjectForbiddenException.class)
          .hasMessageContaining("s3://derived/plain.txt");
      assertThatThrownBy(() -> stranger.read(BUCKET, "plain.txt"))
          .isInstanceOf(ObjectForbiddenException.class);
      assertThat(stranger.bucketExists(BUCKET)).isFalse();
    }
  }

  @Test
  void aServerThatIsDownGivesAnErrorThatNamesTheObject(@TempDir Path other) throws Exception {
    // Given
    S3Server stopped = S3Server.start(other);
    try (ObjectStore lost = new S3ObjectStoreFactory(stopped.settings()).open()) {
      stopped.close();

      // Then
      assertThatThrownBy(() -> lost.read(BUCKET, "key"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ObjectForbiddenException.class)
          .hasMessageContaining("Reading s3://derived/key failed");
    }
  }

  @Test
  void aPrefixIsDeletedAndNothingElse() throws Exception {
    // Given more objects than one page of a listing or one request of a removal holds
    IntStream.range(0, 1003).parallel().forEach(i -> put("gone/" + i));
    put("gone-not/1");
    ObjectPage first = store.listPage(BUCKET, "gone/", null);
    ObjectPage second = store.listPage(BUCKET, "gone/", first.next());
    assertThat(second.next()).isNull();
    assertThat(Stream.of(first, second).flatMap(page -> page.objects().stream()))
        .extracting(StoredObject::key)
        .doesNotHaveDuplicates()
        .hasSize(1003);

    // When
    store.deletePrefix(BUCKET, "gone/");
    store.deletePrefix(BUCKET, "never-was/");

    // Then
    assertThat(store.list(BUCKET, "gone/")).isEmpty();
    assertThat(store.list(BUCKET, "gone-not/")).containsExactly("gone-not/1");
  }

  @Test
  void objectsAreDeletedByTheirKeysAndOneThatIsGoneIsFine() throws Exception {
    put("keys/1");
    put("keys/2");

    store.delete(BUCKET, List.of("keys/1", "keys/never-was"));

    assertThat(store.list(BUCKET, "keys/")).containsExactly("keys/2");
  }

  private void put(String key) {
    try {
      store.putIfAbsent(BUCKET, key, bytes(key), "text/plain");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] get(String url, String range) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (range != null) {
      connection.setRequestProperty("Range", range);
    }
    try (InputStream body = connection.getInputStream()) {
      return body.readAllBytes();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A store of the time before conditional writes. */
  private static final class UnconditionalStore extends ForwardingBlobStore {
    private final AtomicInteger refused;

    UnconditionalStore(BlobStore store, AtomicInteger refused) {
      super(store);
      this.refused = refused;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
      if (request.ifNoneMatch() != null) {
        refused.incrementAndGet();
        throw S3Exceptions.fromStatusCode(501);
      }
      return super.putBlob(request, payload);
    }
  }
}

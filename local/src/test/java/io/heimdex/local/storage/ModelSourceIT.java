package io.heimdex.local.storage;

import static io.heimdex.local.storage.S3Server.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.embed.ImageEmbedder;
import io.heimdex.operators.embed.ImageModelSettings;
import io.heimdex.operators.embed.OnnxImageEmbedderFactory;
import io.heimdex.operators.model.ModelDirectory;
import io.heimdex.operators.model.ModelFileException;
import io.heimdex.operators.model.ModelSource;
import io.heimdex.operators.model.SampleModel;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.S3ObjectStoreFactory;
import io.heimdex.operators.storage.S3Settings;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Models come from S3 to this machine: once, whole, and as they are there. */
class ModelSourceIT {
  private static final String SETTING = "s3://" + BUCKET + "/models/my-dino";
  private static final String WEIGHTS = "models/my-dino/model.onnx";

  @TempDir
  private Path folder;

  private Path original;
  private Path cache;
  private S3Server server;
  private WatchedStore watched;

  @BeforeEach
  void putModel() throws Exception {
    cache = folder.resolve("cache");
    original = folder.resolve("my-dino");
    SampleModel.DINOV2.write(original);
    server = S3Server.start(Files.createDirectory(folder.resolve("s3")), inner -> {
      watched = new WatchedStore(inner);
      return watched;
    });
    for (String file : List.of("model.onnx", "config.json", "preprocessor_config.json")) {
      put("models/my-dino/" + file, Files.readAllBytes(original.resolve(file)));
    }
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void aModelIsFetchedOnceAndIsTheOneInS3() throws Exception {
    // Given
    put("models/my-dino/model.safetensors", new byte[100]);
    put("models/my-dino/.gitattributes", new byte[100]);
    put("models/my-dino-2/config.json", new byte[100]);

    // When
    Path fetched = source(SETTING + "/").path();
    Path again = source(SETTING).path();

    // Then
    assertThat(ModelDirectory.read(fetched).id())
        .isEqualTo(ModelDirectory.read(original).id());
    assertThat(filesOf(fetched))
        .containsExactly("config.json", "model.onnx", "preprocessor_config.json");
    assertThat(again).isEqualTo(fetched);
    assertThat(watched.reads).hasSize(3);
  }

  @Test
  void theOnnxFileThatIsNamedIsFetchedWithoutTheOthers() throws Exception {
    // Given
    byte[] onnx = Files.readAllBytes(original.resolve("model.onnx"));
    for (String name :
        List.of("model_int8.onnx", "model_int8.onnx_data", "model.onnx", "model_fp16.onnx_data")) {
      put("models/my-dino/onnx/" + name, onnx);
    }

    // When
    Path fetched = source(SETTING + "/onnx/model_int8.onnx").path();

    // Then
    assertThat(fetched).endsWith(Path.of("my-dino/onnx/model_int8.onnx"));
    assertThat(ModelDirectory.read(fetched).id()).startsWith("my-dino/model_int8@");
    assertThat(filesOf(fetched.getParent().getParent()))
        .containsExactly(
            "config.json",
            "onnx/model_int8.onnx",
            "onnx/model_int8.onnx_data",
            "preprocessor_config.json");
  }

  @Test
  void slotsThatWantTheSameModelWaitForOneFetch() {
    List<Path> fetched = IntStream.range(0, 4)
        .parallel()
        .mapToObj(slot -> source(SETTING).path())
        .toList();

    assertThat(fetched).containsOnly(fetched.get(0));
    assertThat(watched.reads).hasSize(3);
  }

  @Test
  void aConnectionThatBreaksIsGoneOnWithWhereItBroke() {
    // Given
    watched.cutAt = 200_000;
    watched.cuts.set(1);

    // When
    Path fetched = source(SETTING).path();

    // Then
    assertThat(ModelDirectory.read(fetched).id())
        .isEqualTo(ModelDirectory.read(original).id());
    assertThat(watched.reads).anyMatch(read -> read.matches(WEIGHTS + " bytes=\\d+-"));
  }

  @Test
  void anOutageIsWaitedThrough() {
    watched.faults.set(10);

    Path fetched = source(SETTING).path();

    assertThat(ModelDirectory.read(fetched).id())
        .isEqualTo(ModelDirectory.read(original).id());
    assertThat(watched.faults).hasValue(0);
  }

  @Test
  void whatACrashLeftIsNoModelButIsGoneOnWith() throws Exception {
    // Given
    Path part = crashed(500);

    // When
    Path fetched = source(SETTING).path();

    // Then
    assertThat(ModelDirectory.read(fetched).id())
        .isEqualTo(ModelDirectory.read(original).id());
    assertThat(watched.reads).containsExactly(WEIGHTS + " bytes=500-");
    assertThat(part).doesNotExist();
  }

  @Test
  void aFileThatIsLongerThanInS3IsFetchedFromItsBeginning() throws Exception {
    // Given
    crashed(2 * Files.size(original.resolve("model.onnx")));

    // When
    Path fetched = source(SETTING).path();

    // Then
    assertThat(ModelDirectory.read(fetched).id())
        .isEqualTo(ModelDirectory.read(original).id());
    assertThat(watched.reads).containsExactly(WEIGHTS);
  }

  @Test
  void aDamagedCopyIsFetchedAnew() throws Exception {
    // Given
    Path fetched = source(SETTING).path();
    byte[] bytes = Files.readAllBytes(fetched.resolve("model.onnx"));
    bytes[bytes.length / 2]++;
    Files.write(fetched.resolve("model.onnx"), bytes);
    String damaged = ModelDirectory.read(fetched).id();

    // When
    Path again = source(SETTING).path();

    // Then
    assertThat(ModelDirectory.read(again).id())
        .isNotEqualTo(damaged)
        .isEqualTo(ModelDirectory.read(original).id());
  }

  @Test
  void whatNobodyEverFinishedIsRemoved() throws Exception {
    // Given
    Path abandoned = part("abandoned", Duration.ofDays(2));
    Path recent = part("recent", Duration.ofHours(1));
    Path used = part("used", Duration.ofDays(2));

    // When
    try (FileChannel lock = FileChannel.open(
        cache.resolve("used.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      source(SETTING).path();
    }

    // Then
    assertThat(abandoned).doesNotExist();
    assertThat(recent).isDirectory();
    assertThat(used).isDirectory();
  }

  @Test
  void aWorkerRefusesAModelThatIsNotTheOneOfTheSubmission() throws Exception {
    // Given
    OnnxImageEmbedderFactory factory =
        new OnnxImageEmbedderFactory(new ImageModelSettings(source(SETTING)), 1, 1, OnnxDevice.CPU);
    String submitted;
    try (ImageEmbedder embedder = factory.open()) {
      submitted = embedder.modelId();
    }
    factory.expecting(submitted).open().close();

    // When
    String config = Files.readString(original.resolve("config.json"));
    remove("models/my-dino/config.json");
    put("models/my-dino/config.json", config.replace("{", "{ ").getBytes());

    // Then
    assertThat(submitted).isEqualTo(ModelDirectory.read(original).id());
    assertThatThrownBy(() -> factory.expecting(submitted).open())
        .hasMessageContaining(SETTING)
        .hasMessageContaining("submitted with " + submitted)
        .hasMessageMatching("(?s).* is my-dino@[0-9a-f]{12} on this machine.*")
        .hasMessageContaining("submit the job again");
  }

  @Test
  void whatIsNotThereOrDeniedIsToldAtOnce() {
    assertThatThrownBy(() -> source("s3://no-such-bucket/models/my-dino").path())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("s3://no-such-bucket/models/my-dino")
        .hasMessageContaining("no bucket 'no-such-bucket'")
        .hasCauseInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> source("s3://" + BUCKET + "/models/my-din").path())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("no object")
        .hasMessageContaining("s3://" + BUCKET + "/models/my-din/");
    assertThatThrownBy(() -> source(SETTING, server.settings("wrong")).path())
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(SETTING)
        .hasMessageContaining("credentials");
  }

  private ModelSource source(String setting) {
    return source(setting, server.settings());
  }

  private ModelSource source(String setting, S3Settings settings) {
    return new ModelSource(setting, new S3ObjectStoreFactory(settings), cache.toString());
  }

  private void put(String key, byte[] bytes) throws IOException {
    try (ObjectStore store = new S3ObjectStoreFactory(server.settings()).open()) {
      store.putIfAbsent(BUCKET, key, bytes, "application/octet-stream");
    }
  }

  private void remove(String key) throws IOException {
    try (ObjectStore store = new S3ObjectStoreFactory(server.settings()).open()) {
      store.delete(BUCKET, List.of(key));
    }
  }

  private Path part(String key, Duration age) throws IOException {
    Path part = cache.resolve(key + ".part");
    Files.createDirectories(part.resolve("model"));
    Files.write(part.resolve("model/model.onnx.part"), new byte[10]);
    return Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(age)));
  }

  /** Leaves what stands there in the middle of a fetch. @param size of the weights so far */
  private Path crashed(long size) throws IOException {
    Path whole = source(SETTING).path().getParent();
    Path part = Files.move(whole, whole.resolveSibling(whole.getFileName() + ".part"));
    Files.delete(part.resolve("files.sha256"));
    Path weights = part.resolve("my-dino/model.onnx");
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(weights), Math.toIntExact(size));
    Files.write(weights.resolveSibling("model.onnx.part"), bytes);
    Files.delete(weights);
    watched.reads.clear();
    return part;
  }

  private static List<String> filesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Notes who reads what, and has faults to order. */
  private static final class WatchedStore extends ForwardingBlobStore {
    final List<String> reads = new CopyOnWriteArrayList<>();
    /** Requests yet to fail with 503. */
    final AtomicInteger faults = new AtomicInteger();
    /** Answers with the weights yet to break off. */
    final AtomicInteger cuts = new AtomicInteger();

    int cutAt;

    WatchedStore(BlobStore store) {
      super(store);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
      if (faults.get() > 0) {
        faults.decrementAndGet();
        throw S3Exceptions.fromStatusCode(503);
      }
      String range = request.range();
      reads.add(request.key() + (range == null ? "" : " " + range));
      ResponseInputStream<GetObjectResponse> body = super.getBlob(request);
      return request.key().equals(WEIGHTS) && cuts.getAndDecrement() > 0
          ? new ResponseInputStream<>(body.response(), new BrokenStream(body, cutAt))
          : body;
    }
  }

  /** Ends with a fault. */
  private static final class BrokenStream extends FilterInputStream {
    private int rest;

    BrokenStream(InputStream in, int length) {
      super(in);
      rest = length;
    }

    @Override
    public int read() throws IOException {
      throw new UnsupportedOperationException("Read in blocks");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (rest == 0) {
        throw new UncheckedIOException(new IOException("broken off"));
      }
      int count = super.read(bytes, offset, Math.min(length, rest));
      rest -= count;
      return count;
    }
  }
}

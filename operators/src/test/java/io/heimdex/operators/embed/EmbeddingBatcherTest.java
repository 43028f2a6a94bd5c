package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.embed.EmbeddingBatcher.Embedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddingBatcherTest {
  private static final OnnxImageEmbedderFactory FACTORY =
      new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 4);
  private static final byte[] NO_PICTURE = {1, 2, 3};
  private static final int PICTURES = 40;

  private static List<byte[]> jpegs;
  private static List<float[]> expected;

  @BeforeAll
  static void embedOneByOne() throws EmbeddingException {
    jpegs = IntStream.range(0, PICTURES).mapToObj(Scenes::jpeg).toList();
    expected = new ArrayList<>();
    try (ImageEmbedder embedder = FACTORY.open()) {
      for (byte[] jpeg : jpegs) {
        expected.add(embedder.embed(List.of(jpeg)).get(0));
      }
    }
  }

  /** P8: whatever callers, failures and cancellations there are, a result belongs to its picture. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noVectorReachesTheWrongCaller(long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    BatchSettings settings = new BatchSettings(1 + random.nextInt(9), random.nextInt(5));
    ExecutorService callers = Executors.newFixedThreadPool(6);
    List<Future<?>> checks = new ArrayList<>();
    try (EmbeddingBatcher<byte[]> batcher = new EmbeddingBatcher<>(FACTORY.open(), settings)) {

      // When
      for (int caller = 0; caller < 6; caller++) {
        long callerSeed = random.nextLong();
        checks.add(callers.submit(() -> {
          submitAndCheck(batcher, new Random(callerSeed));
          return null;
        }));
      }

      // Then
      for (Future<?> check : checks) {
        check.get();
      }
    }
    callers.shutdown();
  }

  private static void submitAndCheck(EmbeddingBatcher<byte[]> batcher, Random random)
      throws Exception {
    List<Integer> pictures = new ArrayList<>();
    List<CompletableFuture<Embedding>> results = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean broken = random.nextInt(8) == 0;
      int picture = broken ? -1 : random.nextInt(PICTURES);
      pictures.add(picture);
      results.add(batcher.submit(broken ? NO_PICTURE : jpegs.get(picture)));
      if (random.nextInt(6) == 0) {
        results.get(random.nextInt(results.size())).cancel(false);
      }
    }
    for (int i = 0; i < results.size(); i++) {
      CompletableFuture<Embedding> result = results.get(i);
      if (pictures.get(i) < 0) {
        assertThat(result).failsWithin(Duration.ofSeconds(30));
      } else if (!result.isCancelled()) {
        assertThat(result.get().vector()).isEqualTo(expected.get(pictures.get(i)));
      }
    }
  }

  @Test
  void picturesAreEmbeddedTogether() throws Exception {
    try (EmbeddingBatcher<byte[]> batcher =
        new EmbeddingBatcher<>(FACTORY.open(), new BatchSettings(4, 60_000))) {

      List<CompletableFuture<Embedding>> results =
          jpegs.subList(0, 4).stream().map(batcher::submit).toList();

      for (CompletableFuture<Embedding> result : results) {
        assertThat(result.get().batchSize()).isEqualTo(4);
      }
    }
  }

  @Test
  void aBatchThatDoesNotFillIsNotHeldBackLong() {
    try (EmbeddingBatcher<byte[]> batcher =
        new EmbeddingBatcher<>(FACTORY.open(), new BatchSettings(64, 5))) {
      assertThat(batcher.submit(jpegs.get(0)))
          .succeedsWithin(Duration.ofSeconds(10))
          .satisfies(embedding -> assertThat(embedding.batchSize()).isEqualTo(1));
    }
  }

  @Test
  void aBadPictureFailsAlone() throws Exception {
    try (EmbeddingBatcher<byte[]> batcher =
        new EmbeddingBatcher<>(FACTORY.open(), new BatchSettings(3, 60_000))) {

      CompletableFuture<Embedding> before = batcher.submit(jpegs.get(0));
      CompletableFuture<Embedding> bad = batcher.submit(NO_PICTURE);
      CompletableFuture<Embedding> after = batcher.submit(jpegs.get(1));

      assertThat(before.get().vector()).isEqualTo(expected.get(0));
      assertThat(after.get().vector()).isEqualTo(expected.get(1));
      assertThatThrownBy(bad::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(EmbeddingException.class);
    }
  }

  @Test
  void closingFailsWhatWaitsForItsBatchToFill() {
    // Given a batch that will not fill
    EmbeddingBatcher<byte[]> batcher =
        new EmbeddingBatcher<>(FACTORY.open(), new BatchSettings(64, 60_000));
    List<CompletableFuture<Embedding>> waiting =
        jpegs.stream().map(batcher::submit).toList();
    Awaitility.await()
        .until(() -> threads(batcher).stream()
            .anyMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));

    // When
    batcher.close();
    batcher.close();

    // Then
    assertThat(waiting)
        .allSatisfy(result -> assertThat(result)
            .failsWithin(Duration.ofSeconds(10))
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(IllegalStateException.class));
    assertThat(batcher.submit(jpegs.get(0))).isCompletedExceptionally();
  }

  @Test
  void closingFailsWhatIsStillInTheQueue() {
    EmbeddingBatcher<byte[]> batcher =
        new EmbeddingBatcher<>(FACTORY.open(), new BatchSettings(1, 0));
    List<CompletableFuture<Embedding>> results = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      results.add(batcher.submit(jpegs.get(i % PICTURES)));
    }

    batcher.close();

    assertThat(results).allMatch(CompletableFuture::isDone);
    assertThat(results.get(999)).isCompletedExceptionally();
  }

  @Test
  void equalFactoriesShareOneBatcherUntilTheLastLeaseCloses() {
    // Given
    BatchSettings settings = new BatchSettings(4, 1);
    SharedBatchers.Lease<byte[], ImageEmbedder> first =
        SharedBatchers.acquire(List.of(FACTORY), settings);
    SharedBatchers.Lease<byte[], ImageEmbedder> second = SharedBatchers.acquire(
        List.of(new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 4)),
        new BatchSettings(4, 1));
    assertThat(second.batcher()).isSameAs(first.batcher());

    // When the first is closed, twice
    first.close();
    first.close();

    // Then the second works on
    assertThat(second.batcher().submit(jpegs.get(0))).succeedsWithin(Duration.ofSeconds(10));
    second.close();
    assertThat(second.batcher().submit(jpegs.get(0))).isCompletedExceptionally();
    try (SharedBatchers.Lease<byte[], ImageEmbedder> third =
        SharedBatchers.acquire(List.of(FACTORY), settings)) {
      assertThat(third.batcher()).isNotSameAs(first.batcher());
    }
  }

  @Test
  void slotsSpreadOverTheDevicesOfTheirWorker() {
    // Given two sessions, as of two GPUs
    List<OnnxImageEmbedderFactory> devices = List.of(
        new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 2),
        new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 3));
    BatchSettings settings = new BatchSettings(4, 1);
    try (var first = SharedBatchers.acquire(devices, settings);
        var second = SharedBatchers.acquire(devices, settings);
        var third = SharedBatchers.acquire(devices, settings)) {
      assertThat(first.embedder().batchSize()).isEqualTo(2);
      assertThat(second.embedder().batchSize()).isEqualTo(3);
      assertThat(third.batcher()).isSameAs(first.batcher());
      first.close();
      third.close();

      // When one device is left by its slots
      try (var next = SharedBatchers.acquire(devices, settings)) {

        // Then the next slot takes it
        assertThat(next.embedder().batchSize()).isEqualTo(2);
      }
    }
  }

  @Test
  void closingEndsTheThread() {
    EmbeddingBatcher<byte[]> batcher =
        new EmbeddingBatcher<>(FACTORY.open(), new BatchSettings(2, 1));

    batcher.close();

    Awaitility.await().until(() -> threads(batcher).isEmpty());
  }

  private static List<Thread> threads(EmbeddingBatcher<byte[]> batcher) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("embed-" + batcher.modelId()))
        .toList();
  }
}

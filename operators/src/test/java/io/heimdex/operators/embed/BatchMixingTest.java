package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heimdex.operators.embed.EmbeddingBatcher.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * P8: whatever batches, failures, cancellations and closings there are, a vector reaches who asked for its picture, and all are
 * answered once.
 */
@Timeout(300)
class BatchMixingTest {
  private static final int SUBTASKS = 5;
  private static final int SCENES = 40;
  private static final int PICTURES = 60;
  private static final int BROKEN = -1;
  private static final byte[] NO_PICTURE = {1, 2, 3};
  private static final OnnxImageEmbedderFactory BUILTIN =
      new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1, 4);

  private static List<byte[]> jpegs;
  private static List<float[]> expected;

  /** One picture of a scene, what came of it, and how often. */
  private record Asked(
      int picture,
      CompletableFuture<Embedding> result,
      AtomicInteger answers,
      boolean[] cancelled) {}

  @BeforeAll
  static void embedOneByOne() throws EmbeddingException {
    jpegs = IntStream.range(0, PICTURES).mapToObj(Scenes::jpeg).toList();
    expected = new ArrayList<>();
    try (ImageEmbedder embedder = BUILTIN.open()) {
      for (byte[] jpeg : jpegs) {
        expected.add(embedder.embed(List.of(jpeg)).get(0));
      }
    }
  }

  @Test
  void eachPictureHasAVectorOfItsOwn() {
    assertThat(expected.stream().map(Arrays::toString)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noVectorReachesAnotherScene(long seed) throws Exception {
    // Given subtasks of a TaskManager that share a model
    Random random = new Random(seed);
    UnsteadyEmbedder.Factory model = new UnsteadyEmbedder.Factory(
        new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, 1 + random.nextInt(3), 4),
        seed);
    BatchSettings batches = new BatchSettings(1 + random.nextInt(9), random.nextInt(4));
    ExecutorService threads = Executors.newFixedThreadPool(SUBTASKS);
    SharedBatchers.Lease<byte[], ImageEmbedder> another =
        SharedBatchers.acquire(List.of(model), batches);
    boolean endsEarly = random.nextBoolean();

    // When each asks for the scenes of interleaved videos
    List<Future<List<Asked>>> subtasks = new ArrayList<>();
    for (int i = 0; i < SUBTASKS; i++) {
      long subtaskSeed = random.nextLong();
      subtasks.add(
          threads.submit(() -> subtask(model, batches, new Random(subtaskSeed), endsEarly)));
    }
    List<Asked> all = new ArrayList<>();
    if (endsEarly) {
      another.close();
    }
    for (Future<List<Asked>> subtask : subtasks) {
      all.addAll(subtask.get());
    }
    another.close();
    threads.shutdown();

    // Then
    for (Asked asked : all) {
      check(asked, endsEarly);
    }
  }

  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 20), new Random().longs(5));
  }

  /** What a subtask asked for. Where it ends early, it is closed with pictures under way. */
  private static List<Asked> subtask(
      UnsteadyEmbedder.Factory model, BatchSettings batches, Random random, boolean endsEarly)
      throws InterruptedException {
    List<Asked> asked = new ArrayList<>();
    try (SharedBatchers.Lease<byte[], ImageEmbedder> lease =
        SharedBatchers.acquire(List.of(model), batches)) {
      for (int scene = 0; scene < SCENES; scene++) {
        for (int keyframes = 1 + random.nextInt(4); keyframes > 0; keyframes--) {
          asked.add(ask(lease.batcher(), random));
        }
        if (random.nextInt(6) == 0) {
          Asked regretted = asked.get(random.nextInt(asked.size()));
          regretted.cancelled()[0] = true;
          regretted.result().cancel(false);
        }
      }
      if (!endsEarly) {
        asked.forEach(each -> each.result().handle((embedding, error) -> 0).join());
      }
    }
    return asked;
  }

  private static Asked ask(EmbeddingBatcher<byte[]> batcher, Random random) {
    int picture = random.nextInt(10) == 0 ? BROKEN : random.nextInt(PICTURES);
    AtomicInteger answers = new AtomicInteger();
    CompletableFuture<Embedding> result =
        batcher.submit(picture == BROKEN ? NO_PICTURE : jpegs.get(picture));
    result.whenComplete((embedding, error) -> answers.incrementAndGet());
    return new Asked(picture, result, answers, new boolean[1]);
  }

  private static void check(Asked asked, boolean endsEarly) {
    assertThat(asked.result()).isDone();
    assertThat(asked.answers()).hasValue(1);
    if (asked.result().isCompletedExceptionally()) {
      Throwable error = catchThrowable(() -> asked.result().get());
      Throwable cause = error instanceof ExecutionException ? error.getCause() : error;
      if (asked.cancelled()[0] && cause instanceof CancellationException) {
        return;
      }
      if (endsEarly && cause instanceof IllegalStateException) {
        assertThat(cause).hasMessageContaining("was closed before");
        return;
      }
      assertThat(cause).isInstanceOf(EmbeddingException.class);
      assertThat(asked.picture()).isEqualTo(BROKEN);
    } else {
      assertThat(asked.result().join().vector()).isEqualTo(expected.get(asked.picture()));
    }
  }
}

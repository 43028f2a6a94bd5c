package io.heimdex.local.bench;

import io.heimdex.schema.EmbeddedScene;
import io.heimdex.schema.SceneDraft;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets scenes into a job of this process, and waits until they have come out. The job's functions, which Flink copies, know its number.
 *
 * <p>Thread-safe.
 */
final class SceneGate implements AutoCloseable {
  private static final Map<Integer, SceneGate> OPEN = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final int number = NUMBERS.incrementAndGet();
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private long mayEnter;
  private long mustLeave;
  private CompletableFuture<Void> allLeft = new CompletableFuture<>();
  private @Nullable Throwable failure;

  SceneGate() {
    OPEN.put(number, this);
  }

  static SceneGate of(int number) {
    SceneGate gate = OPEN.get(number);
    if (gate == null) {
      throw new IllegalStateException("The gate " + number + " is closed; its job should be, too");
    }
    return gate;
  }

  int number() {
    return number;
  }

  /** Lets scenes in. @return completed when all have left */
  CompletableFuture<Void> let(long scenes) {
    Queue<CompletableFuture<Void>> admitted = new ArrayDeque<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      allLeft = done;
      mustLeave = scenes;
      mayEnter = scenes;
      if (failure != null) {
        done.completeExceptionally(failure);
      }
      while (mayEnter > 0 && !waiting.isEmpty()) {
        mayEnter--;
        admitted.add(waiting.remove());
      }
    }
    admitted.forEach(entry -> entry.complete(null));
    return done;
  }

  /** Completed when the next scene may enter. */
  synchronized CompletionStage<Void> enter() {
    CompletableFuture<Void> entry = new CompletableFuture<>();
    if (mayEnter > 0) {
      mayEnter--;
      entry.complete(null);
    } else {
      waiting.add(entry);
    }
    return entry;
  }

  /** A scene has come out. */
  synchronized void leave(EmbeddedScene scene) {
    SceneDraft draft = scene.draft();
    if (draft.failure() != null) {
      fail(new IllegalStateException(draft.failure().detail()));
    }
    mustLeave--;
    if (mustLeave == 0) {
      allLeft.complete(null);
    }
  }

  /** Nothing more will come out. */
  synchronized void fail(Throwable cause) {
    failure = cause;
    allLeft.completeExceptionally(cause);
  }

  @Override
  public void close() {
    OPEN.remove(number);
  }
}

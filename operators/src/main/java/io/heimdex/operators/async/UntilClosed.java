package io.heimdex.operators.async;

import java.util.Collection;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * Passes results on until the operator closes.
 *
 * <p>Closing interrupts work that is under way. Whoever closes does not wait for it: its inputs are in the last checkpoint or
 * savepoint. An exception that came through then would fail the task, and with it a job that is just being stopped with a savepoint.
 *
 * <p>Thread-safe.
 */
public final class UntilClosed {
  private volatile boolean closed;

  /** From now on nothing is passed on. To be called before anything is interrupted. */
  public void close() {
    closed = true;
  }

  /** The same result, which hears of nothing once the operator closes. */
  public <T> ResultFuture<T> pass(ResultFuture<T> result) {
    return new ResultFuture<>() {
      @Override
      public void complete(Collection<T> values) {
        if (!closed) {
          result.complete(values);
        }
      }

      @Override
      public void complete(CollectionSupplier<T> supplier) {
        if (!closed) {
          result.complete(supplier);
        }
      }

      @Override
      public void completeExceptionally(Throwable error) {
        if (!closed) {
          result.completeExceptionally(error);
        }
      }
    };
  }
}

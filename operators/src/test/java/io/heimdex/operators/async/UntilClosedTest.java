package io.heimdex.operators.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.junit.jupiter.api.Test;

class UntilClosedTest {
  private final UntilClosed untilClosed = new UntilClosed();
  private final List<Object> heard = new ArrayList<>();
  private final ResultFuture<String> result = untilClosed.pass(new Hearer());

  @Test
  void resultsAndErrorsPassWhileItIsOpen() {
    // Given
    IllegalStateException error = new IllegalStateException();

    // When
    result.complete(List.of("a"));
    result.complete(() -> List.of("b"));
    result.completeExceptionally(error);

    // Then
    assertThat(heard).containsExactly("a", "b", error);
  }

  @Test
  void whatClosingInterruptsIsNoFailureOfTheTask() {
    // When
    untilClosed.close();
    result.complete(List.of("a"));
    result.complete(() -> List.of("b"));
    result.completeExceptionally(new InterruptedException());

    // Then
    assertThat(heard).isEmpty();
  }

  private final class Hearer implements ResultFuture<String> {
    @Override
    public void complete(Collection<String> values) {
      heard.addAll(values);
    }

    @Override
    public void complete(CollectionSupplier<String> supplier) {
      try {
        heard.addAll(supplier.get());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void completeExceptionally(Throwable error) {
      heard.add(error);
    }
  }
}

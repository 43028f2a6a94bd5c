package io.heimdex.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heimdex.local.chaos.PublishedState.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final Row VIDEO = new Row("video a", "(indexed,2)");
  private static final Row FIRST = new Row("scene a 0", "(0.000,1.000,[0.5])");
  private static final Row SECOND = new Row("scene a 1", "(1.000,2.000,[0.5])");
  private static final PublishedState UNDISTURBED =
      new PublishedState(List.of(VIDEO, FIRST, SECOND), Map.of("a0", "x", "a1", "y"));

  @Test
  void equalStatesHaveNone() {
    assertThat(Differences.between(UNDISTURBED, UNDISTURBED))
        .isEqualTo(
            new Differences(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void rowsAreLostDuplicateOrDifferent() {
    // Given
    Row changed = new Row(FIRST.key(), "(0.000,1.500,[0.5])");
    Row stranger = new Row("scene a 2", "(2.000,3.000,[0.5])");

    // When
    Differences differences = Differences.between(
        UNDISTURBED,
        new PublishedState(List.of(VIDEO, VIDEO, changed, stranger), UNDISTURBED.objects()));

    // Then
    assertThat(differences.lostRows()).containsExactly("scene a 1");
    assertThat(differences.duplicateRows())
        .containsExactly("video a: (indexed,2)", "scene a 2: (2.000,3.000,[…]");
    assertThat(differences.differentRows())
        .containsExactly("scene a 0: (0.000,1.500,[…] instead of (0.000,1.000,[…]");
  }

  @Test
  void objectsAreLostDifferentOrOrphans() {
    // When
    Differences differences = Differences.between(
        UNDISTURBED, new PublishedState(UNDISTURBED.rows(), Map.of("a0", "z", "b0", "x")));

    // Then
    assertThat(differences.lostObjects()).containsExactly("a1");
    assertThat(differences.differentObjects()).containsExactly("a0: z instead of x");
    assertThat(differences.orphanObjects()).containsExactly("b0");
  }
}

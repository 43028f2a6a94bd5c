package io.heimdex.local.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatorTest {
  private static final int FILES = 1000;

  @TempDir
  private static Path folder;

  private static List<TortureSource> sources;

  @BeforeAll
  static void makeVideos() throws IOException {
    sources = TortureSources.of(TortureSources.synthetic(folder), folder);
  }

  @Test
  void aSeedAndAnIndexGiveTheSameFileWhateverWasMadeBefore() {
    // Given
    Mutator first = new Mutator(sources, 5);
    for (int index = 0; index < 50; index++) {
      first.mutate(index);
    }

    // When
    MutatedFile again = first.mutate(17);
    MutatedFile alone = new Mutator(sources, 5).mutate(17);

    // Then
    assertThat(alone.bytes()).isEqualTo(again.bytes());
    assertThat(alone.name()).isEqualTo(again.name()).startsWith("torture-000017.");
    assertThat(alone.describe()).isEqualTo(again.describe());
  }

  @Test
  void theDrawsOfASeedStayWhatTheyAreInEveryVersionOfJava() {
    // When
    Dice dice = Dice.of(42, 3);

    // Then
    assertThat(List.of(dice.below(1000), dice.magnitude(1, 1_000_000), dice.between(5, 9)))
        .containsExactly(909, 3, 5);
  }

  @Test
  void everyFileIsAnotherAndEveryKindOfDamageIsDone() {
    // Given
    Mutator mutator = new Mutator(sources, 1);
    Set<Integer> contents = new HashSet<>();
    Set<Mutation> done = EnumSet.noneOf(Mutation.class);

    // When
    for (int index = 0; index < FILES; index++) {
      MutatedFile file = mutator.mutate(index);
      contents.add(java.util.Arrays.hashCode(file.bytes()));
      done.addAll(file.mutations());
      assertThat(file.bytes().length).as(file.describe()).isBetween(1, Mutator.MOST_BYTES);
    }

    // Then
    assertThat(contents).hasSizeGreaterThan(FILES * 95 / 100);
    assertThat(done).containsExactlyInAnyOrder(Mutation.values());
  }

  @Test
  void theSourcesStayAsTheyAre() {
    // Given
    List<byte[]> before = sources.stream().map(source -> source.bytes().clone()).toList();

    // When
    Mutator mutator = new Mutator(sources, 2);
    for (int index = 0; index < FILES; index++) {
      mutator.mutate(index);
    }

    // Then
    for (int i = 0; i < before.size(); i++) {
      assertThat(sources.get(i).bytes()).isEqualTo(before.get(i));
    }
  }

  @Test
  void aSingleByteIsEnoughForEveryMutation() {
    for (Mutation mutation : Mutation.values()) {
      for (int index = 0; index < 100; index++) {
        byte[] mutated = mutation.apply(new byte[1], new byte[1], Dice.of(1, index));
        assertThat(mutated.length).as(mutation.name()).isBetween(0, 1 << 18 + 1);
      }
    }
  }

  @Test
  void damageOfDamageNeverMakesTheMutatorFail() {
    for (TortureSource source : sources) {
      byte[] bytes = source.bytes();
      for (int index = 0; index < 200; index++) {
        Dice dice = Dice.of(3, index);
        byte[] mutated =
            dice.of(List.of(Mutation.values())).apply(bytes, sources.get(0).bytes(), dice);
        bytes =
            mutated.length == 0 || mutated.length > Mutator.MOST_BYTES ? source.bytes() : mutated;
      }
    }
  }

  @Test
  void anEmptyFileIsNoSource() {
    assertThatThrownBy(() -> new TortureSource("empty.mp4", new byte[0]))
        .hasMessage("File empty.mp4 is empty; nothing can be made of it");
  }
}

package io.heimdex.operators.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagListTest {
  @TempDir
  private Path folder;

  @Test
  void aFileHasATagALineWithCommentsAndBlankLines() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("tags.txt"), "# Animals\n\n dog \nblack cat\r\n");

    // When
    TagList list = TagList.read(file);

    // Then
    assertThat(list.tags()).containsExactly("dog", "black cat");
    assertThat(list.prompts("a photo of {}."))
        .containsExactly("a photo of dog.", "a photo of black cat.");
  }

  @Test
  void aListComesWithHeimdex() {
    assertThat(TagList.ofHeimdex().tags()).hasSizeGreaterThan(100).contains("dog", "crying");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dog~cat~dog | Line 3 of the list of tags | which it had before",
        "~ | has 0; expected 1 to 10000 | tags.txt",
        "a\u0001b | Line 1 | none for control"
      })
  void saysWhatIsWrongWithAFile(String lines, String where, String what) throws Exception {
    Path file = Files.writeString(folder.resolve("tags.txt"), lines.replace('~', '\n'));
    assertThatThrownBy(() -> TagList.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(what);
  }

  @Test
  void aFileThatIsNoTextOrNotThereIsNamed() throws Exception {
    Path file =
        Files.write(folder.resolve("latin.txt"), "café".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TagList.read(file)).hasMessageContaining("latin.txt can't be read");
    assertThatThrownBy(() -> TagList.read(folder.resolve("none.txt")))
        .hasMessageContaining("none.txt can't be read");
  }
}

package io.heimdex.operators.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.model.SampleModel;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  @TempDir
  private Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    SampleModel.BGE_M3.write(folder.resolve("model"));
    file = folder.resolve("model/tokenizer.json");
  }

  @Test
  void wordsAndLettersAreNumberedBetweenBeginningAndEnd() {
    try (Tokenizer tokenizer = Tokenizer.read(file)) {
      Tokens tokens = tokenizer.encode("A cat xyz");

      assertThat(tokens.count()).isEqualTo(7);
      assertThat(tokens.ids()).startsWith(0).endsWith(2).doesNotContain(3);
      assertThat(tokens.closing()).isEqualTo(1);
      assertThat(tokenizer.encode("a cat xyz").ids()).isEqualTo(tokens.ids());
    }
  }

  @Test
  void aTruncatedTextKeepsItsBeginningAndItsEnd() {
    try (Tokenizer tokenizer = Tokenizer.read(file)) {
      Tokens whole = tokenizer.encode("dog cat bird ".repeat(1000));

      assertThat(whole.count()).isEqualTo(3002);
      assertThat(whole.truncated(5).ids())
          .isEqualTo(tokenizer.encode("dog cat bird").ids());
      assertThat(whole.truncated(3002)).isSameAs(whole);
      assertThat(whole.truncated(1).ids()).containsExactly(2);
    }
  }

  @Test
  void noTextBringsItDown() {
    try (Tokenizer tokenizer = Tokenizer.read(file)) {
      List<String> texts = List.of("", " ", "\0", "\ud800 half a pair", "\ud83d\ude00", "</s> <s>");

      assertThat(texts)
          .allSatisfy(
              text -> assertThat(tokenizer.encode(text).ids()).startsWith(0).endsWith(2));
    }
  }

  @Test
  void namesAFileThatIsNoTokenizer() throws IOException {
    Path broken = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 3}");

    assertThatThrownBy(() -> Tokenizer.read(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageContaining("is no tokenizer");
    assertThatThrownBy(() -> Tokenizer.read(folder.resolve("missing.json")))
        .hasMessageContaining("missing.json");
  }

  @Test
  void leavesNoFileBehindAndReachesForNoNetwork() throws Exception {
    // Given a process of its own, with a home and a folder for temporary files of its own
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + home,
            "-Djava.io.tmpdir=" + temporary,
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Encode.class.getName(),
            file.toString()))
        .redirectErrorStream(true)
        .start();

    // When
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed).contains("3 tokens").doesNotContain("opens");
    try (Stream<Path> left = Stream.concat(Files.walk(home), Files.walk(temporary))) {
      assertThat(left.map(Path::toString))
          .noneMatch(path -> path.contains("tokenizers") || path.contains("djl"));
    }
  }

  /** The process that the test starts. */
  static final class Encode {
    public static void main(String[] args) {
      URL.setURLStreamHandlerFactory(protocol -> {
        if (protocol.startsWith("http")) {
          System.out.println("opens " + protocol);
        }
        return null;
      });
      try (Tokenizer tokenizer = Tokenizer.read(Path.of(args[0]))) {
        System.out.println(tokenizer.encode("cat").count() + " tokens");
      }
    }
  }
}

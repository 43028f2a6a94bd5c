package io.heimdex.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextModelDirectoryTest {
  @TempDir
  private Path folder;

  private Path model;

  @BeforeEach
  void name() {
    model = folder.resolve("my-model");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "SIGLIP, onnx/text_model.onnx, 64, true, none, 1",
        "CLIP, model.onnx, 77, true, none, 1",
        "BGE_M3, model.onnx, 8192, false, CLS, 1",
        "E5, model.onnx, 512, false, MEAN, 1",
        "MINILM, model.onnx, 256, false, MEAN, 0"
      })
  void readsHowAFamilyTakesItsTexts(
      SampleModel sample, String onnx, int tokens, boolean padded, Pooling pooling, long pad)
      throws IOException {
    sample.write(model);

    TextModelDirectory read = TextModelDirectory.read(model, TextOverrides.NONE);

    assertThat(read.onnx()).isEqualTo(model.resolve(onnx));
    assertThat(read.input().maxTokens()).isEqualTo(tokens);
    assertThat(read.input().isPadded()).isEqualTo(padded);
    assertThat(read.input().padToken()).isEqualTo(pad);
    assertThat(read.pooling()).isEqualTo(pooling);
    assertThat(read.id()).matches("my-model@[0-9a-f]{12}");
    assertThat(TextModelDirectory.isOne(model)).isTrue();
    assertThat(TextModelDirectory.read(read.onnx(), TextOverrides.NONE).onnx())
        .isEqualTo(read.onnx());
  }

  @Test
  void itsNameChangesWithAllThatDecidesAboutTheVectors() throws IOException {
    // Given
    SampleModel.E5.write(model);
    String id = id(TextOverrides.NONE);

    // When
    Files.writeString(model.resolve("README.md"), "Nothing of weight");
    String withReadme = id(TextOverrides.NONE);
    String shorter = id(new TextOverrides(null, null, null, 128, null));
    replace("config_sentence_transformers.json", "passage: \"", "document: \"");
    String otherPrompt = id(TextOverrides.NONE);
    replace("tokenizer.json", "\"Lowercase\"", "\"NFC\"");
    String otherTokenizer = id(TextOverrides.NONE);

    // Then
    assertThat(withReadme).isEqualTo(id);
    assertThat(new String[] {id, shorter, otherPrompt, otherTokenizer}).doesNotHaveDuplicates();
  }

  @Test
  void promptsStandBeforeTextsByTheirPurpose() throws IOException {
    SampleModel.E5.write(model);

    TextInput input = read().input();

    assertThat(input.prepared("Cats", TextPurpose.PASSAGE)).isEqualTo("passage: Cats");
    assertThat(input.prepared("Cats", TextPurpose.QUERY)).isEqualTo("query: Cats");
  }

  @Test
  void theUserSaysWhatTheFilesDoNot() throws IOException {
    // Given an export without the files of sentence-transformers
    SampleModel.E5.write(model);
    for (String file :
        new String[] {"modules.json", "1_Pooling/config.json", "config_sentence_transformers.json"
        }) {
      Files.delete(model.resolve(file));
    }
    assertThat(read().pooling()).isNull();
    TextOverrides said = new TextOverrides(Pooling.MEAN, "passage: ", "query: ", 100, "mine");

    // When
    TextModelDirectory read = TextModelDirectory.read(model, said);

    // Then
    assertThat(read.pooling()).isEqualTo(Pooling.MEAN);
    assertThat(read.input().prepared("Cats", TextPurpose.QUERY)).isEqualTo("query: Cats");
    assertThat(read.input().maxTokens()).isEqualTo(100);
    assertThat(read.output()).isEqualTo("mine");
  }

  @Test
  void theUserContradictsNoFile() throws IOException {
    SampleModel.E5.write(model);

    assertThatThrownBy(() -> id(new TextOverrides(Pooling.CLS, null, null, null, null)))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("pooling is 'CLS'")
        .hasMessageContaining("says 'MEAN'");
    assertThatThrownBy(() -> id(new TextOverrides(null, "text: ", null, null, null)))
        .hasMessageContaining("the prefix of a passage is 'text: '")
        .hasMessageContaining("says 'passage: '");
    assertThatThrownBy(() -> id(new TextOverrides(null, null, null, 513, null)))
        .hasMessageContaining("513 tokens")
        .hasMessageContaining("512 positions");
  }

  @Test
  void aTowersTextsHaveOneLength() throws IOException {
    SampleModel.SIGLIP.write(model);
    assertThatThrownBy(() -> id(new TextOverrides(null, null, null, 32, null)))
        .hasMessageContaining("32 tokens")
        .hasMessageContaining("exactly 64");
  }

  @Test
  void siglipsTextsAreCleanedAsItsTokenizerClassDoes() throws IOException {
    SampleModel.SIGLIP.write(model);
    String text = " A cat, on\n the  SOFA! ";
    assertThat(read().input().prepared(text, TextPurpose.PASSAGE)).isEqualTo("a cat on the sofa");

    replace("tokenizer_config.json", "SiglipTokenizer", "GemmaTokenizer");
    assertThat(read().input().prepared(text, TextPurpose.PASSAGE))
        .isEqualTo(" a cat, on\n the  sofa! ");

    Files.delete(model.resolve("tokenizer_config.json"));
    assertThatThrownBy(this::read)
        .hasMessageContaining("tokenizer_config.json: 'tokenizer_class' is missing");
  }

  @Test
  void refusesPoolingsAndStepsThatAreNotKnownHere() throws IOException {
    SampleModel.MINILM.write(model);
    replace("1_Pooling/config.json", "max_tokens\": false", "max_tokens\": true");
    assertThatThrownBy(this::read)
        .hasMessageContaining("'pooling_mode_max_tokens' and 'pooling_mode_mean_tokens'");

    replace("1_Pooling/config.json", "mean_tokens\": true", "mean_tokens\": false");
    assertThatThrownBy(this::read).hasMessageContaining("'pooling_mode_max_tokens' is true");

    replace("modules.json", "models.Normalize", "models.Dense");
    assertThatThrownBy(this::read)
        .hasMessageContaining("modules.json: '[2].type' is")
        .hasMessageContaining("Dense");
  }

  @Test
  void namesTheFileOrTheFieldThatIsMissing() throws IOException {
    SampleModel.MINILM.write(model);
    replace("tokenizer_config.json", "[PAD]", "[FILL]");
    replace("config.json", "\"pad_token_id\": 0", "\"pad\": 0");
    assertThatThrownBy(this::read)
        .hasMessageContaining("tokenizer_config.json: 'pad_token' is \"[FILL]\"")
        .hasMessageContaining("added_tokens of tokenizer.json");

    replace("config.json", "\"pad\": 0", "\"pad_token_id\": 0");
    replace("config.json", "max_position_embeddings", "positions");
    replace("sentence_bert_config.json", "max_seq_length", "length");
    replace("tokenizer_config.json", "512", "1000000000000000019884624838656");
    assertThatThrownBy(this::read).hasMessageContaining("'model_max_length' is 10000");

    Files.delete(model.resolve("tokenizer.json"));
    assertThatThrownBy(this::read).hasMessageContaining("no tokenizer.json");
    assertThat(TextModelDirectory.isOne(model)).isFalse();
  }

  private TextModelDirectory read() {
    return TextModelDirectory.read(model, TextOverrides.NONE);
  }

  private String id(TextOverrides overrides) {
    return TextModelDirectory.read(model, overrides).id();
  }

  private void replace(String file, String text, String by) throws IOException {
    Path path = model.resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(text);
    Files.writeString(path, before.replace(text, by));
  }
}

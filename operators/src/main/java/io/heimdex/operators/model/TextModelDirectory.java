package io.heimdex.operators.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text model as Hugging Face's tools export it: a directory with {@code config.json}, {@code tokenizer.json} and an ONNX file,
 * beside them or in {@code onnx/}. Where the files of sentence-transformers lie there too, they are followed.
 *
 * @param id {@code name@12 hexadecimal digits}, of a digest over all that decides what the vectors are
 * @param root the directory
 * @param onnx the ONNX file; its weights may be in a second file beside it
 * @param tokenizer {@code tokenizer.json}
 * @param pooling of the tokens' vectors; null where the files and the user say nothing
 * @param output of the ONNX file that the user wants; null for the one that fits
 */
public record TextModelDirectory(
    String id,
    Path root,
    Path onnx,
    Path tokenizer,
    TextFamily family,
    TextInput input,
    @Nullable Pooling pooling,
    @Nullable String output) {
  /** Part of a model's identity: raised when the same files give other vectors. */
  private static final int VERSION = 1;

  private static final String TOKENIZER = "tokenizer.json";
  private static final String TOKENIZER_SETTINGS = "tokenizer_config.json";
  private static final ModelFiles.Kind KIND =
      new ModelFiles.Kind("text model", TOKENIZER, List.of("text_model", "model"), "vision_model");
  /** Where a tokenizer knows no limit, its file says a number beyond all texts. */
  private static final double NO_LIMIT = 1e6;

  /** Whether a path is that of a text model's directory, or of an ONNX file in one. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(path.resolve(TOKENIZER)) || ModelFiles.root(path, TOKENIZER) != null;
  }

  /**
   * Finds the files of a model, and what they say.
   *
   * @param path the directory, or one of its ONNX files where there are several
   * @throws ModelFileException that names the file, what it says, and what was expected
   */
  public static TextModelDirectory read(Path path, TextOverrides overrides) {
    ModelFiles files = ModelFiles.find(path, KIND);
    Path configFile = files.file(ModelFiles.CONFIG);
    Path tokenizerFile = files.file(TOKENIZER);
    Path settingsFile = files.file(TOKENIZER_SETTINGS);
    JsonFile config = JsonFile.read(configFile);
    JsonFile settings = JsonFile.readIfThere(settingsFile);
    SentenceFiles sentence = SentenceFiles.read(files.root());
    TextFamily family = TextFamily.of(config);
    TextInput input = new TextInput(
        cleaning(family, settings, sentence),
        prefix(sentence, TextPurpose.PASSAGE, overrides.passagePrefix()),
        prefix(sentence, TextPurpose.QUERY, overrides.queryPrefix()),
        maxTokens(family, config, settings, sentence, overrides.maxTokens()),
        family.isTower(),
        PadToken.of(settings, tokenizerFile, config));
    Pooling pooling = agreed("pooling", sentence.pooling(), overrides.pooling(), files.root());
    List<Path> deciding = new ArrayList<>(List.of(configFile, tokenizerFile));
    if (Files.isRegularFile(settingsFile)) {
      deciding.add(settingsFile);
    }
    deciding.addAll(sentence.files());
    return new TextModelDirectory(
        files.id("text " + VERSION + " " + overrides.ofRows(), deciding),
        files.root(),
        files.onnx(),
        tokenizerFile,
        family,
        input,
        pooling,
        overrides.output());
  }

  private static TextCleaning cleaning(
      TextFamily family, JsonFile settings, SentenceFiles sentence) {
    boolean lowerCase =
        settings.flag("do_lower_case", family == TextFamily.SIGLIP) || sentence.lowerCase();
    if (family != TextFamily.SIGLIP) {
      return new TextCleaning(lowerCase, false);
    }
    String tokenizer = settings.text("tokenizer_class");
    if (tokenizer == null) {
      throw settings.wrong(
          "tokenizer_class",
          "SiglipTokenizer, which leaves punctuation out, or another, which keeps it");
    }
    return new TextCleaning(lowerCase, tokenizer.matches("SiglipTokenizer(Fast)?"));
  }

  private static String prefix(
      SentenceFiles sentence, TextPurpose purpose, @Nullable String wanted) {
    String declared = sentence.prompts().of(purpose);
    // Newer versions write empty prompts where there are none.
    String prefix = agreed(
        "the prefix of a " + (purpose == TextPurpose.PASSAGE ? "passage" : "query"),
        declared == null || declared.isEmpty() ? null : declared,
        wanted,
        sentence.files());
    return prefix == null ? "" : prefix;
  }

  private static <T> @Nullable T agreed(
      String what, @Nullable T declared, @Nullable T wanted, Object where) {
    if (declared != null && wanted != null && !declared.equals(wanted)) {
      throw new ModelFileException("The setting for " + what + " is '" + wanted + "', but " + where
          + " says '" + declared + "'; expected the same, or no setting");
    }
    return wanted == null ? declared : wanted;
  }

  private static int maxTokens(
      TextFamily family,
      JsonFile config,
      JsonFile settings,
      SentenceFiles sentence,
      @Nullable Integer wanted) {
    if (family.isTower()) {
      int trained = JointInputs.of(config).tokens();
      if (wanted != null && wanted != trained) {
        throw new ModelFileException("The setting for the longest text is " + wanted
            + " tokens, but texts of " + config.file() + " have exactly " + trained);
      }
      return trained;
    }
    int positions = positions(config);
    double said = settings.number("model_max_length", NO_LIMIT);
    int most = Math.min(
        positions,
        Objects.requireNonNullElse(
            sentence.maxTokens(), said < NO_LIMIT ? (int) said : Integer.MAX_VALUE));
    if (wanted == null && most == Integer.MAX_VALUE) {
      throw settings.wrong("model_max_length", "the longest text in tokens, there or as a setting");
    }
    if (wanted != null && wanted > positions) {
      throw new ModelFileException("The setting for the longest text is " + wanted
          + " tokens, but the model of " + config.file() + " has " + positions + " positions");
    }
    return wanted == null ? most : wanted;
  }

  /** Relatives of RoBERTa begin to count after their padding token. */
  private static int positions(JsonFile config) {
    if (!config.has("max_position_embeddings")) {
      return Integer.MAX_VALUE;
    }
    String type = String.valueOf(config.text("model_type"));
    boolean isOffset =
        type.contains("roberta") || type.contains("camembert") || type.contains("mpnet");
    return config.size("max_position_embeddings")
        - (isOffset ? 1 + (int) config.number("pad_token_id", 1) : 0);
  }

  /** Of the pictures that a model of images and texts takes, from the files that tell it. */
  public PictureSize pictureSize() {
    return PictureSize.of(root);
  }
}

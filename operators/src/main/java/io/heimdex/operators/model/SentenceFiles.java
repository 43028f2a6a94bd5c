package io.heimdex.operators.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the files of the library sentence-transformers say of a model, where they are.
 *
 * @param pooling null where none is declared
 * @param maxTokens of a text; null where it is not said
 * @param files that were found
 */
record SentenceFiles(
    @Nullable Pooling pooling,
    @Nullable Integer maxTokens,
    boolean lowerCase,
    Prompts prompts,
    List<Path> files) {
  private static final Map<String, Pooling> POOLINGS =
      Map.of("pooling_mode_cls_token", Pooling.CLS, "pooling_mode_mean_tokens", Pooling.MEAN);
  private static final List<String> MODULES = List.of("Transformer", "Pooling", "Normalize");
  private static final Pattern PACKAGE = Pattern.compile("^.*\\.");

  /**
   * What stands before texts, by the names that the file gives it.
   *
   * @param fallback the name of what stands before texts whose purpose has no prompt
   */
  record Prompts(Map<String, String> byName, @Nullable String fallback) {
    private static final Map<TextPurpose, List<String>> NAMES = Map.of(
        TextPurpose.PASSAGE,
        List.of("passage", "document", "corpus"),
        TextPurpose.QUERY,
        List.of("query"));

    /** Null where none is declared. */
    @Nullable
    String of(TextPurpose purpose) {
      for (String name : NAMES.getOrDefault(purpose, List.of())) {
        if (byName.containsKey(name)) {
          return byName.get(name);
        }
      }
      return fallback == null ? null : byName.get(fallback);
    }
  }

  static SentenceFiles read(Path root) {
    Path modules = root.resolve("modules.json");
    Path limits = root.resolve("sentence_bert_config.json");
    Path settings = root.resolve("config_sentence_transformers.json");
    Path pooling = root.resolve(poolingFolder(modules)).resolve("config.json");
    JsonFile limit = JsonFile.readIfThere(limits);
    JsonFile setting = JsonFile.readIfThere(settings);
    return new SentenceFiles(
        Files.isRegularFile(pooling) ? pooling(JsonFile.read(pooling)) : null,
        limit.has("max_seq_length") ? limit.size("max_seq_length") : null,
        limit.flag("do_lower_case", false),
        new Prompts(setting.texts("prompts"), setting.text("default_prompt_name")),
        List.of(modules, limits, settings, pooling).stream()
            .filter(Files::isRegularFile)
            .toList());
  }

  private static String poolingFolder(Path modules) {
    String folder = "1_Pooling";
    if (!Files.isRegularFile(modules)) {
      return folder;
    }
    for (JsonFile module : JsonFile.readList(modules)) {
      String type = PACKAGE.matcher(String.valueOf(module.text("type"))).replaceFirst("");
      if (!MODULES.contains(type)) {
        throw module.wrong(
            "type",
            "one of " + MODULES
                + ": other steps are not known here; an export with --library sentence_transformers holds them itself");
      }
      String path = module.text("path");
      if (type.equals("Pooling") && path != null) {
        folder = path;
      }
    }
    return folder;
  }

  private static Pooling pooling(JsonFile json) {
    List<String> modes =
        json.flags().stream().filter(flag -> flag.startsWith("pooling_mode_")).toList();
    Pooling pooling = modes.size() == 1 ? POOLINGS.get(modes.get(0)) : null;
    if (pooling == null) {
      throw json.wrong(
          modes.isEmpty() ? "pooling_mode_mean_tokens" : String.join("' and '", modes),
          "exactly one true, of pooling_mode_cls_token and pooling_mode_mean_tokens");
    }
    return pooling;
  }
}

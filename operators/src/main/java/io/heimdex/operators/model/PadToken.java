package io.heimdex.operators.model;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the token that texts are filled up with. */
final class PadToken {
  private PadToken() {}

  /**
   * Its number.
   *
   * @param settings {@code tokenizer_config.json}, which names it
   * @param tokenizer {@code tokenizer.json}, which numbers it
   * @param config of the model; older ones tell only the number, which for CLIP is wrong
   */
  static long of(JsonFile settings, Path tokenizer, JsonFile config) {
    JsonFile json = JsonFile.readFields(tokenizer, Set.of("added_tokens", "padding"));
    String name = name(settings);
    for (JsonFile token : json.objects("added_tokens")) {
      if (name != null && name.equals(token.text("content"))) {
        return token.id("id");
      }
    }
    if (json.isObject("padding") && json.object("padding").has("pad_id")) {
      return json.object("padding").id("pad_id");
    }
    JsonFile text = config.isObject("text_config") ? config.object("text_config") : config;
    if (text.has("pad_token_id")) {
      return text.id("pad_token_id");
    }
    throw settings.wrong(
        "pad_token", "the content of one of the added_tokens of " + tokenizer.getFileName());
  }

  private static @Nullable String name(JsonFile settings) {
    return settings.isObject("pad_token")
        ? settings.object("pad_token").text("content")
        : settings.text("pad_token");
  }
}

package io.heimdex.operators.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer of some common words, and of letters for all others, in the files that a family has.
 *
 * @param special tokens in the order of their numbers, which are the first ones
 * @param unknown one of them; so {@code pad}, {@code end}, and {@code start} where there is one
 * @param type of the Python class that the family has
 * @param longest text, in tokens
 */
record SampleTokenizer(
    List<String> special,
    String unknown,
    String pad,
    @Nullable String start,
    String end,
    String type,
    int longest) {
  private static final List<String> WORDS = List.of("""
      a an and animal at baby ball beach bear bicycle big bird black blue boat book bridge brown building bus cake camera car cat chair
      child church city clock cloud cold computer cow crowd cup dance dark day desert dog door drink drives elephant eye face field fire
      fish flower food football forest game garden girl glass goal grass green guitar hair hand happy hat horse house in indoor is jumps
      kitchen lake large laughing light little man market mountain music near night of office old on orange outdoor painting park
      passage people person phone photo picture piano plane plant plays police query rain red river road rock room runs sad sea sheep
      ship sings sits sky sleeps small snow sofa song sport stage star stone street summer sun swims table talks tall the three to toy
      train tree truck two under video walks wall warm water wedding white wind window winter with woman wood yellow young zebra
      """.strip().split("\\s+"));
  private static final String MARKS = ".,:;!?'\"()-/&";

  static final SampleTokenizer SIGLIP = new SampleTokenizer(
      List.of("<unk>", "</s>"), "<unk>", "</s>", null, "</s>", "SiglipTokenizer", 64);
  static final SampleTokenizer CLIP = new SampleTokenizer(
      List.of("<|startoftext|>", "<|endoftext|>"),
      "<|endoftext|>",
      "<|endoftext|>",
      "<|startoftext|>",
      "<|endoftext|>",
      "CLIPTokenizer",
      77);

  static SampleTokenizer xlmRoberta(int longest) {
    return new SampleTokenizer(
        List.of("<s>", "<pad>", "</s>", "<unk>"),
        "<unk>",
        "<pad>",
        "<s>",
        "</s>",
        "XLMRobertaTokenizer",
        longest);
  }

  static SampleTokenizer bert(int longest) {
    return new SampleTokenizer(
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"),
        "[UNK]",
        "[PAD]",
        "[CLS]",
        "[SEP]",
        "BertTokenizer",
        longest);
  }

  private List<String> vocabulary() {
    List<String> tokens = new ArrayList<>(special);
    List<String> characters = (MARKS + "abcdefghijklmnopqrstuvwxyz0123456789")
        .chars()
        .mapToObj(Character::toString)
        .toList();
    tokens.addAll(characters);
    characters.forEach(character -> tokens.add("##" + character));
    WORDS.stream().filter(word -> word.length() > 1).forEach(tokens::add);
    return tokens;
  }

  /** How many tokens there are. */
  int size() {
    return vocabulary().size();
  }

  /** The number of the token that texts are filled up with. */
  int padId() {
    return special.indexOf(pad);
  }

  /** {@code tokenizer.json}. What SigLIP leaves to its Python code, its file leaves out too. */
  String json() {
    List<String> tokens = vocabulary();
    String added = special.stream()
        .map(token -> """
            {"id": %d, "content": %s, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}""".formatted(special.indexOf(token), quoted(token)))
        .collect(Collectors.joining(",\n  "));
    String around = start == null ? end : start + "\n" + end;
    String used = around
        .lines()
        .map(token -> "%1$s: {\"id\": %1$s, \"ids\": [%2$d], \"tokens\": [%1$s]}"
            .formatted(quoted(token), special.indexOf(token)))
        .collect(Collectors.joining(", "));
    return """
        {"version": "1.0", "truncation": null, "padding": null,
         "added_tokens": [
          %s],
         "normalizer": %s,
         "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": {"type": "TemplateProcessing",
          "single": [%s{"Sequence": {"id": "A", "type_id": 0}}, %s],
          "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
          "special_tokens": {%s}},
         "decoder": null,
         "model": {"type": "WordPiece", "unk_token": %s, "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
          "vocab": {%s}}}
        """.formatted(
            added,
            this.equals(SIGLIP) ? "null" : "{\"type\": \"Lowercase\"}",
            start == null ? "" : template(start) + ", ",
            template(end),
            used,
            quoted(unknown),
            IntStream.range(0, tokens.size())
                .mapToObj(i -> quoted(tokens.get(i)) + ": " + i)
                .collect(Collectors.joining(", ")));
  }

  /** {@code tokenizer_config.json}. */
  String settings() {
    return "{\"tokenizer_class\": %s, \"model_max_length\": %d, \"pad_token\": %s}\n"
        .formatted(quoted(type), longest, quoted(pad));
  }

  private static String template(String token) {
    return "{\"SpecialToken\": {\"id\": %s, \"type_id\": 0}}".formatted(quoted(token));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

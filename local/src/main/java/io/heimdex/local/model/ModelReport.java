package io.heimdex.local.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a model found out.
 *
 * @param image of its image tower; null if that was not looked at
 * @param text of its text tower; null if that was not looked at
 * @param matches of each given picture with each given text
 * @param remark what they lack; null if nothing
 */
public record ModelReport(
    @Nullable ImageModelReport image,
    @Nullable TextModelReport text,
    List<Match> matches,
    @Nullable String remark) {

  /**
   * How well a text fits a picture.
   *
   * @param score from 0 to 1, among all given texts where the model lets them compete; null where its scale is not known
   */
  public record Match(
      String picture, String text, double cosine, @Nullable Double score) {
    private String line() {
      String scored = score == null ? "" : String.format(Locale.ROOT, ", score %.4f", score);
      return String.format(
          Locale.ROOT, "match       %.4f%s  %s and '%s'", cosine, scored, picture, text);
    }
  }

  /** For a person. */
  public String describe() {
    return Stream.of(
            image == null ? Stream.<String>empty() : image.lines(),
            text == null ? Stream.<String>empty() : text.lines(),
            matches.stream().map(Match::line),
            Stream.ofNullable(remark))
        .flatMap(lines -> lines)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}

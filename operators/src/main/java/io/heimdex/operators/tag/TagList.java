package io.heimdex.operators.tag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tags that are looked for, in order; none twice.
 *
 * <p>A file has one a line; blank lines, and those that begin with {@code #}, are skipped.
 */
public record TagList(List<String> tags) {
  /** Where a prompt takes its tag. */
  public static final String PLACE = "{}";

  private static final String DEFAULT = "tags.txt";
  private static final int MOST = 10_000;
  private static final int LONGEST = 100;

  public TagList {
    tags = List.copyOf(tags);
  }

  /** The list that comes with Heimdex. */
  public static TagList ofHeimdex() {
    try (InputStream in = TagList.class.getResourceAsStream(DEFAULT)) {
      if (in == null) {
        throw new IllegalStateException("The build left " + DEFAULT + " out of the class path");
      }
      return parse(DEFAULT, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The list of tags that comes with Heimdex can't be read", e);
    }
  }

  /** @throws IllegalArgumentException naming the file, the line and what was expected */
  public static TagList read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The list of tags " + file + " can't be read: " + e + "; expected a text in UTF-8", e);
    }
  }

  private static TagList parse(String file, String text) {
    List<String> tags = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String tag = line.strip();
      if (tag.isEmpty() || tag.startsWith("#")) {
        continue;
      }
      if (tag.length() > LONGEST || tag.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("Line " + number + " of the list of tags " + file
            + " is '" + tag + "'; expected up to " + LONGEST + " characters, none for control");
      }
      if (!seen.add(tag)) {
        throw new IllegalArgumentException("Line " + number + " of the list of tags " + file
            + " is '" + tag + "', which it had before; expected each tag once");
      }
      tags.add(tag);
    }
    if (tags.isEmpty() || tags.size() > MOST) {
      throw new IllegalArgumentException(
          "The list of tags " + file + " has " + tags.size() + "; expected 1 to " + MOST);
    }
    return new TagList(tags);
  }

  /**
   * The texts that stand for the tags.
   *
   * @param prompt holds {@link #PLACE} where the tag goes
   */
  public List<String> prompts(String prompt) {
    return tags.stream().map(tag -> prompt.replace(PLACE, tag)).toList();
  }
}

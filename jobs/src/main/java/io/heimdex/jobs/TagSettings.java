package io.heimdex.jobs;

import io.heimdex.operators.tag.TagList;
import java.nio.file.Path;

/**
 * What is looked for in scenes.
 *
 * @param list {@link #AUTO}, {@link #NONE}, or the path of a list
 * @param prompt with {@link TagList#PLACE} where the tag goes
 * @param threshold least score of a tag that is written
 */
record TagSettings(String list, String prompt, double threshold) {
  /** The list of Heimdex, where the models can tell tags. */
  static final String AUTO = "auto";

  static final String NONE = "none";

  TagSettings {
    if (!prompt.contains(TagList.PLACE)) {
      throw new IllegalArgumentException(SceneIndexOptions.TAGS_PROMPT.key() + " is '" + prompt
          + "'; expected a text with " + TagList.PLACE + " where the tag goes");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          SceneIndexOptions.TAGS_THRESHOLD.key() + " is " + threshold + "; expected 0 to 1");
    }
  }

  boolean isNone() {
    return list.equals(NONE);
  }

  boolean isAuto() {
    return list.equals(AUTO);
  }

  /** @throws IllegalArgumentException if the list can't be used */
  TagList tags() {
    return isAuto() ? TagList.ofHeimdex() : TagList.read(Path.of(list));
  }
}

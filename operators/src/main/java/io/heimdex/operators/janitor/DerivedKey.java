package io.heimdex.operators.janitor;

import io.heimdex.schema.ObjectKeys;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object's key as {@link ObjectKeys} makes it, taken apart.
 *
 * @param prefix up to and with the generation's folder
 */
record DerivedKey(String prefix, UUID videoId, String generation) {
  private static final String UUID_FORM =
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private static final Pattern KEY =
      Pattern.compile("((?:" + ObjectKeys.THUMBNAILS + "|" + ObjectKeys.SIDECARS + ")(" + UUID_FORM
          + ")/([0-9a-f]{32})/)" + UUID_FORM + "\\.(?:webp|json)");

  /** Null if the key is not of our making. */
  static @Nullable DerivedKey of(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches()
        ? new DerivedKey(matcher.group(1), UUID.fromString(matcher.group(2)), matcher.group(3))
        : null;
  }
}

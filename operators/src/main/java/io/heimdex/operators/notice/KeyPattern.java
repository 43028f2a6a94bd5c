package io.heimdex.operators.notice;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads owner and video from an object's key: {@code videos/{user}/{video_id}.{ext}}.
 *
 * <p>A template is literal text and placeholders: {@code {user}} and {@code {video_id}}, each once and each a UUID, and
 * {@code {ext}} at most once, 1 to 16 letters or digits. A key fits as a whole or not at all.
 */
public final class KeyPattern implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The seed product's. */
  public static final String DEFAULT_TEMPLATE = "videos/{user}/{video_id}.{ext}";

  static final Pattern UUID = Pattern.compile(
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Map<String, String> EXPRESSIONS = Map.of(
      "user",
      "(?<user>" + UUID + ")",
      "video_id",
      "(?<video>" + UUID + ")",
      "ext",
      "[0-9a-zA-Z]{1,16}");

  private final String template;
  private final Pattern pattern;

  /** @throws IllegalArgumentException if the template lacks a placeholder, repeats one, or has one that is not known */
  public KeyPattern(String template) {
    this.template = template;
    this.pattern = Pattern.compile(expression(template));
    requireOnce(template, "{user}");
    requireOnce(template, "{video_id}");
  }

  /**
   * Whom a key belongs to. Both are UUIDs in canonical text form.
   *
   * @param ownerId of the placeholder {@code {user}}
   */
  public record Ids(String videoId, String ownerId) {}

  /** Owner and video of a key, or nothing if it does not fit. */
  public Optional<Ids> read(String key) {
    Matcher matcher = pattern.matcher(key);
    return matcher.matches()
        ? Optional.of(new Ids(canonical(matcher.group("video")), canonical(matcher.group("user"))))
        : Optional.empty();
  }

  /** The template that it was made from. */
  @Override
  public String toString() {
    return template;
  }

  static String canonical(String uuid) {
    return uuid.toLowerCase(Locale.ROOT);
  }

  private static String expression(String template) {
    StringBuilder expression = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(template);
    int literal = 0;
    while (matcher.find()) {
      expression.append(Pattern.quote(template.substring(literal, matcher.start())));
      expression.append(placeholder(template, matcher.group(1)));
      literal = matcher.end();
    }
    return expression.append(Pattern.quote(template.substring(literal))).toString();
  }

  private static String placeholder(String template, String name) {
    String expression = EXPRESSIONS.get(name);
    if (expression == null
        || template.indexOf("{" + name + "}") != template.lastIndexOf("{" + name + "}")) {
      throw new IllegalArgumentException("Key pattern '" + template + "' has {" + name
          + "} twice or does not know it; expected {user}, {video_id} and {ext}, each once");
    }
    return expression;
  }

  private static void requireOnce(String template, String placeholder) {
    if (!template.contains(placeholder)) {
      throw new IllegalArgumentException("Key pattern '" + template + "' lacks " + placeholder);
    }
  }
}

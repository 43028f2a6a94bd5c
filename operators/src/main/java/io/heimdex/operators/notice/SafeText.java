package io.heimdex.operators.notice;

import java.util.Locale;

/** Makes text of unknown origin fit to be shown: bounded, without control characters. */
public final class SafeText {
  private static final int QUOTED_CHARACTERS = 200;
  private static final int SENTENCE_CHARACTERS = 1000;

  private SafeText() {}

  /** In single quotes, at most 200 characters of it, what can't be printed as {@code \}{@code u000a}. */
  public static String quote(String text) {
    return "'" + printable(text, QUOTED_CHARACTERS) + "'";
  }

  /** The same for a whole message of another library: at most 1000 characters, without quotes. */
  public static String sentence(String text) {
    return printable(text, SENTENCE_CHARACTERS);
  }

  /** Text of several lines, whole: line breaks and tabs stay as they are. */
  public static String lines(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> {
      if (c == '\n' || c == '\t') {
        out.appendCodePoint(c);
      } else {
        append(out, c);
      }
    });
    return out.toString();
  }

  /** At most so many characters; no surrogate pair is torn apart. */
  public static String cut(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    boolean tears = Character.isHighSurrogate(text.charAt(characters - 1));
    return text.substring(0, tears ? characters - 1 : characters);
  }

  /** Whether PostgreSQL and S3 can take the text as it is: no control character, no half of a surrogate pair. */
  public static boolean isPlain(String text) {
    return text.codePoints().noneMatch(SafeText::isControl);
  }

  /** Whether the text is plain but for line breaks and tabs. */
  public static boolean isPlainLines(String text) {
    return text.codePoints().noneMatch(c -> isControl(c) && c != '\n' && c != '\r' && c != '\t');
  }

  private static String printable(String text, int characters) {
    StringBuilder out = new StringBuilder();
    cut(text, characters).codePoints().forEach(c -> append(out, c));
    return text.length() > characters ? out.append("...").toString() : out.toString();
  }

  private static void append(StringBuilder out, int codePoint) {
    if (isPrintable(codePoint)) {
      out.appendCodePoint(codePoint);
    } else {
      out.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
    }
  }

  private static boolean isControl(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }

  /** Also without what is invisible or turns the direction of writing, and so could make a log line lie. */
  private static boolean isPrintable(int codePoint) {
    int type = Character.getType(codePoint);
    return !isControl(codePoint)
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}

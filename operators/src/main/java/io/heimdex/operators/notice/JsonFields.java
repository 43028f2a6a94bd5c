package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.RejectedNoticeException.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a document of unknown origin: each has a type, a bound and a message that names it. */
final class JsonFields {
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** {@code 2026-11-22T10:00:00.123456Z}, with any offset ({@code +01:00}, {@code +0100}). */
  private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
      .parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
      .appendPattern("[XXX][XX][X]")
      .toFormatter(java.util.Locale.ROOT);

  private JsonFields() {}

  /** An object that must be there. */
  static JsonNode object(JsonNode parent, String field) throws RejectedNoticeException {
    JsonNode node = parent.path(field);
    if (!node.isObject()) {
      throw invalid("Field " + field + " is " + kindOf(node) + "; expected an object");
    }
    return node;
  }

  /** Text without control characters that must be there and not be empty. */
  static String text(JsonNode parent, String field, int maxLength) throws RejectedNoticeException {
    String text = optionalText(parent, field, maxLength);
    if (text == null) {
      throw invalid("Field " + field + " is " + kindOf(parent.path(field)) + "; expected text");
    }
    return text;
  }

  /** Text without control characters; null where it is missing, null or empty. */
  static @Nullable String optionalText(JsonNode parent, String field, int maxLength)
      throws RejectedNoticeException {
    String text = optionalLines(parent, field, maxLength);
    if (text != null && !SafeText.isPlain(text)) {
      throw invalid("Field " + field + " is " + SafeText.quote(text)
          + "; expected text without control characters");
    }
    return text;
  }

  /** As {@link #optionalText}, but line breaks and tabs may stand in it. */
  static @Nullable String optionalLines(JsonNode parent, String field, int maxLength)
      throws RejectedNoticeException {
    JsonNode node = parent.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw invalid("Field " + field + " is " + kindOf(node) + "; expected text");
    }
    String text = node.textValue();
    if (text.length() > maxLength) {
      throw invalid("Field " + field + " has " + text.length() + " characters; expected at most "
          + maxLength);
    }
    if (!SafeText.isPlainLines(text)) {
      throw invalid("Field " + field + " is " + SafeText.quote(text)
          + "; expected text without control characters");
    }
    return text.isEmpty() ? null : text;
  }

  /** A number of bytes, also where the source writes it as text (Ceph); -1 where it is missing, null or empty. */
  static long size(JsonNode parent, String field) throws RejectedNoticeException {
    JsonNode node = parent.path(field);
    if (node.isMissingNode()
        || node.isNull()
        || (node.isTextual() && node.textValue().isEmpty())) {
      return -1;
    }
    long size = wholeNumber(node);
    if (size < 0) {
      throw invalid("Field " + field + " is " + SafeText.quote(node.asText(""))
          + "; expected a number of bytes, 0 or more");
    }
    return size;
  }

  /** A time from 1970 to 9999 that must be there. */
  static Instant time(JsonNode parent, String field) throws RejectedNoticeException {
    String text = text(parent, field, 64);
    try {
      Instant time = OffsetDateTime.parse(text, TIME).toInstant();
      if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
        throw new DateTimeException("out of range");
      }
      return time;
    } catch (DateTimeParseException e) {
      throw invalid("Field " + field + " is " + SafeText.quote(text)
          + "; expected a time like 2026-11-22T10:00:00.123Z");
    } catch (DateTimeException e) {
      throw invalid("Field " + field + " is " + SafeText.quote(text)
          + "; expected a time between 1970 and 9999");
    }
  }

  private static long wholeNumber(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    boolean digits = node.isTextual() && node.textValue().matches("[0-9]{1,18}");
    return digits ? Long.parseLong(node.textValue()) : -1;
  }

  private static String kindOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case NULL -> "null";
      case STRING -> "empty text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case BINARY, POJO -> "of no JSON type";
    };
  }
}

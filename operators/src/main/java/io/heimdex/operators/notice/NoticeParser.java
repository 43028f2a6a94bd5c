package io.heimdex.operators.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.schema.Failure;
import io.heimdex.schema.FailureCode;
import io.heimdex.schema.KafkaPosition;
import io.heimdex.schema.RawNotice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications. The formats are told apart by their shape:
 *
 * <ul>
 *   <li>{@code type} begins with {@code heimdex.}: a {@link HeimdexNotification};
 *   <li>{@code Records}, or a bare list of records, or one bare record: S3 event notifications;
 *   <li>{@code detail-type} with {@code source: aws.s3}: Amazon EventBridge;
 *   <li>{@code specversion} with a {@code type} that begins with {@code com.amazonaws.s3.}: CloudEvents in structured mode;
 *   <li>{@code Event: s3:TestEvent}: nothing to do.
 * </ul>
 *
 * <p>Never throws on account of its input, and takes memory in proportion to it, with 1 MiB as the limit. Thread-safe.
 */
public final class NoticeParser {
  /** Stands in {@link Failure#stage()}. */
  public static final String STAGE = "parse";

  /** Longer records are rejected unread. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** Messages of more records are rejected as a whole. S3 sends one; a request removes 1000 objects at most. */
  public static final int MAX_RECORDS = 1000;

  private static final String CLOUD_EVENT_PREFIX = "com.amazonaws.s3.";
  private static final int MAX_NESTING = 64;
  private static final int MAX_TEXT = 128 * 1024;
  private static final int MAX_NUMBER = 64;

  private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder()
              .maxDocumentLength(MAX_BYTES)
              .maxNestingDepth(MAX_NESTING)
              .maxStringLength(MAX_TEXT)
              .maxNumberLength(MAX_NUMBER)
              .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private final NoticeChecks checks;

  /** @param allowedBuckets buckets that may be read; empty for all */
  public NoticeParser(KeyPattern keyPattern, Set<String> allowedBuckets) {
    this.checks = new NoticeChecks(keyPattern, allowedBuckets);
  }

  /** Reads one Kafka record: one result for each notification in it, in order; at least one. */
  public List<ParsedNotice> parse(RawNotice raw) {
    try {
      return parse(document(raw.value()), raw.position());
    } catch (RejectedNoticeException e) {
      return List.of(new ParsedNotice.Rejected(failure(e), null));
    }
  }

  private static JsonNode document(byte[] value) throws RejectedNoticeException {
    if (value.length == 0) {
      throw unreadable("The record has no value; expected a notification in JSON");
    }
    if (value.length > MAX_BYTES) {
      throw unreadable("The record has " + value.length + " bytes; expected at most " + MAX_BYTES);
    }
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw unreadable("The record is not the JSON that was expected" + location(e.getLocation())
          + ": " + SafeText.sentence(e.getOriginalMessage()));
    } catch (IOException e) {
      throw unreadable("The record can't be decoded as text: "
          + SafeText.sentence(String.valueOf(e.getMessage())));
    }
  }

  private List<ParsedNotice> parse(JsonNode json, KafkaPosition position)
      throws RejectedNoticeException {
    if (json.isArray()) {
      return records(json, null, position);
    }
    if (HeimdexReader.recognises(json)) {
      return List.of(checks.check(HeimdexReader.read(json), position));
    }
    if (json.path("Records").isArray()) {
      return records(json.path("Records"), null, position);
    }
    if (S3EventReader.recognises(json)) {
      return List.of(record(json, null, position));
    }
    if (EventBridgeReader.recognises(json)) {
      return List.of(checked(
          EventBridgeReader.read(json),
          json.path(EventBridgeReader.DETAIL_TYPE).asText(),
          position));
    }
    if (json.path("specversion").isTextual()) {
      return cloudEvent(json, position);
    }
    if (json.path("Event").asText("").equals("s3:TestEvent")) {
      return List.of(new ParsedNotice.Ignored("s3:TestEvent"));
    }
    throw unreadable("The record is JSON of no known format; expected a Heimdex notification, "
        + "an S3 event notification, an EventBridge event or a CloudEvent of S3");
  }

  private List<ParsedNotice> cloudEvent(JsonNode json, KafkaPosition position)
      throws RejectedNoticeException {
    String type = json.path("type").asText("");
    if (!type.startsWith(CLOUD_EVENT_PREFIX)) {
      throw unreadable("The CloudEvent is of type " + SafeText.quote(type) + "; expected "
          + CLOUD_EVENT_PREFIX + "…");
    }
    String name = type.substring(CLOUD_EVENT_PREFIX.length());
    JsonNode data = JsonFields.object(json, "data");
    return data.path("Records").isArray()
        ? records(data.path("Records"), name, position)
        : List.of(record(data, name, position));
  }

  private List<ParsedNotice> records(
      JsonNode records, @Nullable String fallbackName, KafkaPosition position)
      throws RejectedNoticeException {
    if (records.isEmpty()) {
      return List.of(new ParsedNotice.Ignored("no records"));
    }
    if (records.size() > MAX_RECORDS) {
      throw unreadable(
          "The message has " + records.size() + " records; expected at most " + MAX_RECORDS);
    }
    List<ParsedNotice> parsed = new ArrayList<>(records.size());
    for (JsonNode record : records) {
      ParsedNotice one = record(record, fallbackName, position);
      boolean alone = records.size() == 1 || !(one instanceof ParsedNotice.Accepted);
      parsed.add(alone ? one : ofSeveral((ParsedNotice.Accepted) one, record, fallbackName));
    }
    return parsed;
  }

  private static ParsedNotice ofSeveral(
      ParsedNotice.Accepted one, JsonNode record, @Nullable String fallbackName) {
    return new ParsedNotice.Accepted(one.notice(), message(record, fallbackName));
  }

  /** A record that can't be read does not harm those beside it. */
  private ParsedNotice record(
      JsonNode record, @Nullable String fallbackName, KafkaPosition position) {
    try {
      String name = S3EventReader.name(record, fallbackName);
      return checked(S3EventReader.read(record, name), name, position);
    } catch (RejectedNoticeException e) {
      return new ParsedNotice.Rejected(failure(e), message(record, fallbackName));
    }
  }

  /** The record as a message that can be read by itself, so that the dead letters of a message are together no longer than it. */
  private static String message(JsonNode record, @Nullable String fallbackName) {
    ObjectNode message = JSON.createObjectNode();
    message.putArray("Records").add(record);
    if (fallbackName != null && record instanceof ObjectNode object && !object.has("eventName")) {
      object.put("eventName", fallbackName);
    }
    return message.toString();
  }

  private ParsedNotice checked(Optional<ObjectEvent> event, String name, KafkaPosition position)
      throws RejectedNoticeException {
    return event.isPresent()
        ? checks.check(event.get(), position)
        : new ParsedNotice.Ignored(SafeText.sentence(name));
  }

  private static Failure failure(RejectedNoticeException e) {
    return new Failure(e.code(), STAGE, e.detail());
  }

  private static RejectedNoticeException unreadable(String detail) {
    return new RejectedNoticeException(FailureCode.NOTIFICATION_UNREADABLE, detail);
  }

  private static String location(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}

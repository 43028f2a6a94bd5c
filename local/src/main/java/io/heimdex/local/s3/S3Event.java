package io.heimdex.local.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one object.
 *
 * @param name as AWS names it, without {@code s3:}: {@code ObjectCreated:Put}
 * @param key not encoded
 * @param sequencer greater than that of any earlier event of the server
 * @param content null if the object was removed
 */
public record S3Event(
    String name,
    Instant time,
    String bucket,
    String key,
    long sequencer,
    @Nullable Content content) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the object holds.
   *
   * @param eTag without quotes
   */
  public record Content(long sizeBytes, String eTag) {}

  /**
   * The event in the form of AWS's notifications, version 2.1: the key is form-encoded, the sequencer is a hexadecimal number
   * of fixed length.
   */
  public String toJson() {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode item = event.putArray("Records").addObject();
    item.put("eventVersion", "2.1");
    item.put("eventSource", "heimdex:s3");
    item.put("awsRegion", EmbeddedS3.REGION);
    item.put("eventTime", time.truncatedTo(ChronoUnit.MILLIS).toString());
    item.put("eventName", name);
    ObjectNode s3 = item.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.putObject("bucket").put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
    ObjectNode object = s3.putObject("object").put("key", encodedKey());
    if (content != null) {
      object.put("size", content.sizeBytes()).put("eTag", content.eTag());
    }
    object.put("sequencer", String.format(Locale.ROOT, "%016X", sequencer));
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Can't write the event of " + bucket + "/" + key, e);
    }
  }

  private String encodedKey() {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}

package io.heimdex.operators.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heimdex.schema.DeadLetter;
import java.nio.charset.StandardCharsets;

/**
 * A dead letter as it stands in Kafka: one JSON object in UTF-8.
 *
 * <table>
 *   <caption>Fields</caption>
 *   <tr><th>{@code code}</th><td>why: a {@code FailureCode}</td></tr>
 *   <tr><th>{@code stage}</th><td>the operator that rejected it</td></tr>
 *   <tr><th>{@code detail}</th><td>one sentence for a person</td></tr>
 *   <tr><th>{@code topic}, {@code partition}, {@code offset}</th><td>where the notification stood</td></tr>
 *   <tr><th>{@code video_id}</th><td>null where the notification could not be read</td></tr>
 *   <tr><th>{@code notification}</th><td>the original one, as text, cut at 64 Ki characters; of a message with several, the part
 *     that failed</td></tr>
 *   <tr><th>{@code retry}</th><td>as text: a Heimdex notification that can be sent again once the reason is mended; null where the
 *     original could not be read</td></tr>
 *   <tr><th>{@code occurred_at}</th><td>ISO 8601, UTC</td></tr>
 * </table>
 */
public final class DeadLetterJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeadLetterJson() {}

  /** The document's bytes. */
  public static byte[] bytes(DeadLetter letter) {
    ObjectNode json = JSON.createObjectNode();
    json.put("code", letter.failure().code().name());
    json.put("stage", letter.failure().stage());
    json.put("detail", letter.failure().detail());
    json.put("topic", letter.position().topic());
    json.put("partition", letter.position().partition());
    json.put("offset", letter.position().offset());
    json.put("video_id", letter.videoId());
    json.put("notification", letter.notification());
    json.put("retry", letter.retry());
    json.put("occurred_at", letter.occurredAt().toString());
    try {
      return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Can't write the dead letter of " + letter.position(), e);
    }
  }
}

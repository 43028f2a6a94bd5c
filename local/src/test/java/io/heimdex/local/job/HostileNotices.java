package io.heimdex.local.job;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Messages that somebody sends who means no good, each with the codes of its dead letters. */
record HostileNotices(String message, List<String> codes) {
  private static final String NEVER = "00000000-0000-4000-8000-000000000000";

  /** @param video that was indexed for somebody else */
  static List<HostileNotices> all(String bucket, String video) {
    String stranger = UUID.randomUUID().toString();
    String ofStranger = "videos/" + stranger + "/" + video + ".mp4";
    List<HostileNotices> all = new ArrayList<>();
    for (String type : List.of("upload", "delete", "reprocess")) {
      add(all, "OWNER_MISMATCH", heimdex(type, bucket, ofStranger));
      add(all, "BUCKET_NOT_ALLOWED", heimdex(type, "heimdex-derived", ofStranger));
    }
    add(
        all,
        "OWNER_MISMATCH",
        heimdex(
            "upload",
            bucket,
            "videos/" + JobStack.OWNER + "/" + NEVER + ".mp4\", \"user_id\": \"" + stranger));
    add(all, "NOTIFICATION_INVALID", heimdex("upload", bucket, "videos/../../etc/passwd"));
    add(all, "NOTIFICATION_INVALID", heimdex("upload", bucket, "a\\u0000b\\r\\nERROR \\u001b[31m"));
    add(all, "NOTIFICATION_INVALID", heimdex("upload", bucket, "k".repeat(10_000)));
    add(
        all,
        "KEY_NOT_RECOGNISED",
        heimdex("upload", bucket, "\\u202e4pm.exe'; DROP TABLE videos; --"));
    add(
        all,
        "NOTIFICATION_INVALID",
        heimdex("upload", bucket, ofStranger + "\", \"size_bytes\": -1, \"x\": \""));
    add(
        all,
        "NOTIFICATION_INVALID",
        heimdex("upload", bucket, ofStranger + "\", \"size_bytes\": 1e999, \"x\": \""));
    add(
        all,
        "NOTIFICATION_UNREADABLE",
        heimdex("upload", bucket, ofStranger + "\", \"key\": \"twice"));
    add(all, "NOTIFICATION_UNREADABLE", "[".repeat(500_000));
    add(all, "NOTIFICATION_UNREADABLE", "{\"n\":" + "9".repeat(500_000) + "}");
    add(all, "NOTIFICATION_UNREADABLE", "\"" + "\\u0001".repeat(160_000) + "\"");
    add(all, "NOTIFICATION_UNREADABLE", "\u0001".repeat(1_000_000));
    add(all, "NOTIFICATION_UNREADABLE", "{\"Records\":[" + "1,".repeat(450_000) + "1]}");
    add(all, "NOTIFICATION_UNREADABLE", "");
    all.add(new HostileNotices(
        "{\"Records\":[1,{\"eventName\":\"ObjectCreated:Put\",\"s3\":7}]}",
        List.of("NOTIFICATION_INVALID", "NOTIFICATION_INVALID")));
    return all;
  }

  /** One S3 event: a bad record, an upload, another bad one. */
  static String mixed(String bucket, String key) {
    return """
        {"Records": [{"eventName": "ObjectCreated:Put", "s3": "bad"},
          {"eventSource": "heimdex:s3", "eventName": "ObjectCreated:Put", "eventTime": "2026-11-22T10:00:00Z",
           "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s", "size": 1}}}, null]}
        """.formatted(bucket, key);
  }

  private static void add(List<HostileNotices> all, String code, String message) {
    all.add(new HostileNotices(message, List.of(code)));
  }

  private static String heimdex(String type, String bucket, String key) {
    return "{\"type\": \"heimdex." + type + ".v1\", \"bucket\": \"" + bucket
        + "\", \"event_time\": \"2027-01-01T00:00:00Z\", \"key\": \"" + key + "\"}";
  }
}

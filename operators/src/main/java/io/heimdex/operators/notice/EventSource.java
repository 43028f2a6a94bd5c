package io.heimdex.operators.notice;

import static io.heimdex.operators.notice.RejectedNoticeException.invalid;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who wrote an S3 event. The servers encode keys in different ways, and a key does not tell in which. */
enum EventSource {
  /** Keys are form-encoded: {@code a b+c} is {@code a+b%2Bc}. */
  AWS,
  MINIO,
  RUSTFS,
  /** The embedded S3 server of the module {@code local}. */
  HEIMDEX,
  /** Keys are as they are, in sizes that are text and versions that are empty. */
  CEPH,
  /** Poses as AWS, but writes keys as they are; its sequencer starts from 1 with every start of the server. */
  VERSITY,
  /** A server that is not known. */
  OTHER;

  /** VersityGW's fixed configuration ids: the only way to tell it from AWS. */
  private static final Set<String> VERSITY_CONFIGURATIONS =
      Set.of("kafka-global", "nats-global", "webhook-global", "rabbitmq-global");

  static EventSource of(@Nullable String eventSource, @Nullable String configurationId) {
    if (configurationId != null && VERSITY_CONFIGURATIONS.contains(configurationId)) {
      return VERSITY;
    }
    if (eventSource == null) {
      return OTHER;
    }
    return switch (eventSource.toLowerCase(Locale.ROOT)) {
      case "aws:s3" -> AWS;
      case "minio:s3" -> MINIO;
      case "rustfs:s3" -> RUSTFS;
      case "heimdex:s3" -> HEIMDEX;
      case "ceph:s3" -> CEPH;
      default -> OTHER;
    };
  }

  /** The key as the object has it. */
  String decode(String key) throws RejectedNoticeException {
    return switch (this) {
      case AWS, MINIO, RUSTFS, HEIMDEX -> formDecoded(key);
      case CEPH, VERSITY -> key;
      case OTHER -> unambiguous(key);
    };
  }

  /** Whether sequencers of this source tell which of two events of a key came first. */
  boolean ordersEvents() {
    return this != VERSITY;
  }

  private static String formDecoded(String key) throws RejectedNoticeException {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("Field key is " + SafeText.quote(key)
          + "; expected every % of a form-encoded key to begin two hexadecimal digits");
    }
  }

  /** Of an unknown source only a key that reads the same in every encoding is taken: a guess could name another object. */
  private static String unambiguous(String key) throws RejectedNoticeException {
    if (key.indexOf('+') >= 0 || key.indexOf('%') >= 0) {
      throw invalid("Field key is " + SafeText.quote(key)
          + " from an unknown event source; expected a known eventSource, to decode + and %");
    }
    return key;
  }
}

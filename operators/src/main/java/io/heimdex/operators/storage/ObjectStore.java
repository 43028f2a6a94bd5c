package io.heimdex.operators.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects, as the operators need them. Thread-safe.
 *
 * <p>Every method tries again by itself on faults that pass quickly (throttling, 5xx, broken connections); what lasts is an
 * {@link IOException}.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * What the server says of an object.
   *
   * @param eTag without quotes
   */
  record ObjectHead(long sizeBytes, String eTag, @Nullable String contentType) {}

  /** Looks an object up; null if there is none. @throws ObjectForbiddenException if the server denies it */
  @Nullable
  ObjectHead head(String bucket, String key, @Nullable String versionId) throws IOException;

  /** A URL that serves the object to anyone who holds it, with ranges, for the given time. No request is made. */
  String presignedUrl(String bucket, String key, @Nullable String versionId, Duration validity);

  /** Reads a whole (small) object. @throws java.io.FileNotFoundException if there is none */
  byte[] read(String bucket, String key) throws IOException;

  /** Writes an object; an existing one of the same key is left as it is where the server knows conditional writes. */
  void putIfAbsent(String bucket, String key, byte[] bytes, String contentType) throws IOException;

  /** Keys under a prefix. */
  List<String> list(String bucket, String prefix) throws IOException;

  /** Removes all objects under a prefix; none is fine. */
  void deletePrefix(String bucket, String prefix) throws IOException;

  /** Whether the bucket exists and can be reached with these credentials. */
  boolean bucketExists(String bucket) throws IOException;

  @Override
  void close();
}

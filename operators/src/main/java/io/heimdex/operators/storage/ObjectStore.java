package io.heimdex.operators.storage;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
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
   * @param eTag without quotes; empty where the server gives none
   */
  record ObjectHead(long sizeBytes, String eTag, @Nullable String contentType) {}

  /**
   * Some objects under a prefix, in the server's order.
   *
   * @param next where the next page begins; null if this is the last one
   */
  record ObjectPage(List<StoredObject> objects, @Nullable String next) {}

  /**
   * An object as a listing tells of it.
   *
   * @param eTag without quotes; empty where the server gives none
   * @param modified when it was written
   */
  record StoredObject(String key, long sizeBytes, String eTag, Instant modified) {}

  /**
   * Some unfinished multipart uploads.
   *
   * @param next the upload after which the next page begins; null if this is the last one
   */
  record UploadPage(List<MultipartUpload> uploads, @Nullable MultipartUpload next) {}

  /** A multipart upload that is neither completed nor aborted. */
  record MultipartUpload(String key, String uploadId, Instant begun) {}

  /** Looks an object up; null if there is none. @throws ObjectForbiddenException if the server denies it */
  @Nullable
  ObjectHead head(String bucket, String key, @Nullable String versionId) throws IOException;

  /** A URL that serves the object to anyone who holds it, with ranges, for the given time. No request is made. */
  String presignedUrl(String bucket, String key, @Nullable String versionId, Duration validity);

  /**
   * Fetches the first byte through a fresh presigned URL, as a decoder would.
   *
   * @throws ObjectForbiddenException if the server denies it, which it may do although {@link #head} is allowed
   * @throws java.io.FileNotFoundException if there is no object
   */
  void checkReadable(String bucket, String key, @Nullable String versionId) throws IOException;

  /** Reads a whole (small) object. @throws java.io.FileNotFoundException if there is none */
  byte[] read(String bucket, String key) throws IOException;

  /**
   * Opens a (large) object from an offset to its end. Reading is not tried again; what goes wrong then is an {@link IOException} too.
   *
   * @param from less than its size, or 0
   * @throws IOException also if the object is not the listed one any more
   */
  InputStream open(String bucket, StoredObject object, long from) throws IOException;

  /** Writes an object; an existing one of the same key is left as it is where the server knows conditional writes. */
  void putIfAbsent(String bucket, String key, byte[] bytes, String contentType) throws IOException;

  /** Keys under a prefix. */
  List<String> list(String bucket, String prefix) throws IOException;

  /**
   * A page of at most a thousand objects.
   *
   * @param from null for the first one
   * @throws java.io.FileNotFoundException if there is no such bucket
   */
  ObjectPage listPage(String bucket, String prefix, @Nullable String from) throws IOException;

  /** Removes at most a thousand objects by their keys; one that is not there is fine. */
  void delete(String bucket, List<String> keys) throws IOException;

  /** A page of the unfinished multipart uploads under a prefix. @param after null for the first one */
  UploadPage multipartUploads(String bucket, String prefix, @Nullable MultipartUpload after)
      throws IOException;

  /** Ends an unfinished multipart upload and removes its parts; one that is not there is fine. */
  void abort(String bucket, MultipartUpload upload) throws IOException;

  /** Removes all objects under a prefix; none is fine. */
  void deletePrefix(String bucket, String prefix) throws IOException;

  /** Whether the bucket exists and can be reached with these credentials. */
  boolean bucketExists(String bucket) throws IOException;

  @Override
  void close();
}

package io.heimdex.operators.detect;

import io.heimdex.operators.storage.ObjectForbiddenException;
import io.heimdex.operators.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the detect operator asks of objects whose bytes a {@link ScriptedScanner} makes up. Thread-safe. */
final class ObjectNotes implements ObjectStore {
  private volatile @Nullable ObjectHead head = new ObjectHead(1000, "tag", null);
  private volatile boolean away;
  private volatile boolean denied;

  /** Every object has this head from now on. */
  ObjectNotes head(@Nullable ObjectHead next) {
    head = next;
    return this;
  }

  /** The server answers no more. */
  void away(boolean next) {
    away = next;
  }

  /** Heads are given, bytes are not. */
  void denied(boolean next) {
    denied = next;
  }

  @Override
  public @Nullable ObjectHead head(String bucket, String key, @Nullable String versionId)
      throws IOException {
    if (away) {
      throw new IOException("connection refused");
    }
    return head;
  }

  @Override
  public String presignedUrl(
      String bucket, String key, @Nullable String versionId, Duration validity) {
    return "http://any/" + bucket + "/" + key;
  }

  @Override
  public void checkReadable(String bucket, String key, @Nullable String versionId)
      throws IOException {
    if (away) {
      throw new IOException("connection refused");
    }
    if (denied) {
      throw new ObjectForbiddenException("denied", null);
    }
  }

  @Override
  public byte[] read(String bucket, String key) {
    throw notAsked();
  }

  @Override
  public InputStream open(String bucket, StoredObject object, long from) {
    throw notAsked();
  }

  @Override
  public void putIfAbsent(String bucket, String key, byte[] bytes, String contentType) {
    throw notAsked();
  }

  @Override
  public List<String> list(String bucket, String prefix) {
    throw notAsked();
  }

  @Override
  public ObjectPage listPage(String bucket, String prefix, @Nullable String from) {
    throw notAsked();
  }

  @Override
  public void delete(String bucket, List<String> keys) {
    throw notAsked();
  }

  @Override
  public UploadPage multipartUploads(
      String bucket, String prefix, @Nullable MultipartUpload after) {
    throw notAsked();
  }

  @Override
  public void abort(String bucket, MultipartUpload upload) {
    throw notAsked();
  }

  @Override
  public void deletePrefix(String bucket, String prefix) {
    throw notAsked();
  }

  @Override
  public boolean bucketExists(String bucket) {
    return true;
  }

  @Override
  public void close() {}

  private static UnsupportedOperationException notAsked() {
    return new UnsupportedOperationException("Decoding asks this of no store");
  }
}

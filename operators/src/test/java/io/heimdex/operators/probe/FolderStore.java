package io.heimdex.operators.probe;

import io.heimdex.operators.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of a folder as objects: enough to try how the probe waits, retries and gives up, which no S3 server has a part in. */
class FolderStore implements ObjectStore {
  private final Path folder;

  FolderStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public @Nullable ObjectHead head(String bucket, String key, @Nullable String versionId)
      throws IOException {
    Path file = folder.resolve(key);
    return Files.exists(file) ? new ObjectHead(Files.size(file), "tag", null) : null;
  }

  @Override
  public String presignedUrl(
      String bucket, String key, @Nullable String versionId, Duration validity) {
    return folder.resolve(key).toString();
  }

  @Override
  public byte[] read(String bucket, String key) {
    throw new UnsupportedOperationException("The probe reads through URLs");
  }

  @Override
  public void putIfAbsent(String bucket, String key, byte[] bytes, String contentType) {
    throw new UnsupportedOperationException("The probe writes nothing");
  }

  @Override
  public List<String> list(String bucket, String prefix) {
    throw new UnsupportedOperationException("The probe lists nothing");
  }

  @Override
  public void deletePrefix(String bucket, String prefix) {
    throw new UnsupportedOperationException("The probe deletes nothing");
  }

  @Override
  public boolean bucketExists(String bucket) {
    return true;
  }

  @Override
  public void close() {}
}

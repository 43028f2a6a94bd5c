package io.heimdex.operators.model;

import io.heimdex.operators.storage.ObjectStore;
import io.heimdex.operators.storage.ObjectStoreFactory;
import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's files come from, for every machine that needs them.
 *
 * @param setting a path of each machine, or {@code s3://bucket/directory}, or that of an ONNX file in such a directory
 * @param objects opens S3; null where models are taken from this machine only
 * @param cache path of the folder, on each machine, that keeps what was fetched; null for {@code heimdex-models} in Java's folder of
 *     temporary files
 */
public record ModelSource(
    String setting,
    @Nullable ObjectStoreFactory objects,
    @Nullable String cache) implements Serializable {

  /** Of this machine only. */
  public ModelSource(String setting) {
    this(setting, null, null);
  }

  /**
   * The model's files on this machine. Those in S3 are fetched, which may take minutes, unless they were before.
   *
   * @throws ModelFileException if they can't be had
   */
  public Path path() {
    if (!S3Location.isOne(setting)) {
      return Path.of(setting);
    }
    if (objects == null) {
      throw new ModelFileException(
          "The model " + setting + " is in S3, which is not asked here; expected a path");
    }
    S3Location location = S3Location.of(setting);
    try (ObjectStore store = objects.open()) {
      Path directory = new ModelFetch(store, location, folder()).run();
      return location.file() == null ? directory : directory.resolve(location.file());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelFileException("The model " + setting + " is no longer wanted", e);
    }
  }

  private Path folder() {
    return cache == null
        ? Path.of(System.getProperty("java.io.tmpdir"), "heimdex-models")
        : Path.of(cache);
  }
}

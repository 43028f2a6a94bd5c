package io.heimdex.operators.storage;

/** Opens {@link S3ObjectStore}s, all of the same settings. */
public record S3ObjectStoreFactory(S3Settings settings) implements ObjectStoreFactory {
  @Override
  public ObjectStore open() {
    return new S3ObjectStore(settings);
  }
}

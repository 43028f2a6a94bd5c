package io.heimdex.operators.storage;

import java.io.Serializable;

/** Opens object stores on the workers. */
@FunctionalInterface
public interface ObjectStoreFactory extends Serializable {
  ObjectStore open();
}

package io.heimdex.operators.shot;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The TransNetV2 model that a setting names. It is loaded when the first detector is made, once in each place that this was
 * serialised to, and freed by {@link #close}. For one thread at a time, as the detectors that share it.
 */
public final class TransnetModel implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String file;
  private transient @Nullable TransnetNetwork network;

  /** @param file an ONNX file, on every machine that makes detectors */
  public TransnetModel(String file) {
    this.file = file;
  }

  /**
   * Name and digest of the file.
   *
   * @throws RuntimeException that says what is wrong with the file
   */
  public String id() {
    return network().id();
  }

  ShotDetector detector() {
    return new TransnetShotDetector(network());
  }

  private TransnetNetwork network() {
    TransnetNetwork open = network;
    if (open == null) {
      open = new TransnetNetwork(Path.of(file));
      network = open;
    }
    return open;
  }

  @Override
  public void close() {
    TransnetNetwork open = network;
    network = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TransnetModel model && model.file.equals(file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file);
  }

  @Override
  public String toString() {
    return file;
  }
}

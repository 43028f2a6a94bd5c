package io.heimdex.operators.onnx;

import java.io.Serializable;
import java.util.Locale;

/**
 * Where a model runs.
 *
 * @param index of the GPU as CUDA counts them; means nothing on the CPU
 */
public record OnnxDevice(Kind kind, int index) implements Serializable {
  public static final OnnxDevice CPU = new OnnxDevice(Kind.CPU, 0);

  /** What computes. */
  public enum Kind {
    /** {@link #CUDA} where that works, else {@link #CPU}. */
    AUTO,
    CPU,
    CUDA,
    /** TensorRT, and CUDA for what it can't do. */
    TENSORRT
  }

  public OnnxDevice {
    if (index < 0) {
      throw new IllegalArgumentException(
          "The index of the GPU is " + index + "; expected 0 or more");
    }
  }

  /** The same kind on a certain GPU. */
  public OnnxDevice onGpu(int gpu) {
    return kind == Kind.CPU ? this : new OnnxDevice(kind, gpu);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.CPU ? name : name + ":" + index;
  }
}

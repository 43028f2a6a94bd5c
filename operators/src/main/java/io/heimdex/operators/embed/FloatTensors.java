package io.heimdex.operators.embed;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.heimdex.operators.onnx.OnnxRuntime;
import java.nio.FloatBuffer;

/** Tensors of floats that are filled once. */
final class FloatTensors {
  private FloatTensors() {}

  /** Copies the values. @param type of whole or of half floats */
  static OnnxTensor of(FloatBuffer values, long[] shape, OnnxJavaType type) throws OrtException {
    return type == OnnxJavaType.FLOAT16
        ? OnnxTensor.createTensor(
            OnnxRuntime.environment(),
            Fp16Conversions.convertFloatBufferToFp16Buffer(values),
            shape,
            type)
        : OnnxTensor.createTensor(OnnxRuntime.environment(), values, shape);
  }
}

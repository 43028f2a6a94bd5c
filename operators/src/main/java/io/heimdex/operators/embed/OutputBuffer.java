package io.heimdex.operators.embed;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.heimdex.operators.model.Pooling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The memory that a model writes the vectors of a batch to.
 *
 * <p>Not thread-safe.
 */
final class OutputBuffer implements AutoCloseable {
  private final ImageOutput output;
  private final int patches;
  private final int dimensions;
  private final ByteBuffer values;
  private final OnnxTensor tensor;

  /**
   * Allocates it.
   *
   * @param shape that the output had when the model was tried
   * @throws ModelMismatchException if it has no vector for each picture
   */
  OutputBuffer(ImageOutput output, long[] shape, int batchSize) throws OrtException {
    int rank = output.pooling() == null ? 2 : 3;
    if (shape.length != rank || shape[0] != batchSize || shape[1] < 1) {
      throw new ModelMismatchException("gave for " + batchSize + " pictures '" + output.name()
          + "' of shape " + Arrays.toString(shape) + "; expected a vector for each");
    }
    this.output = output;
    patches = output.pooling() == null ? 1 : (int) shape[1];
    dimensions = (int) shape[rank - 1];
    int bytes = output.type() == OnnxJavaType.FLOAT16 ? Short.BYTES : Float.BYTES;
    values = ByteBuffer.allocateDirect(batchSize * patches * dimensions * bytes)
        .order(ByteOrder.nativeOrder());
    tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape, output.type());
  }

  int dimensions() {
    return dimensions;
  }

  OnnxTensor tensor() {
    return tensor;
  }

  /** The vector of a picture of the batch, of any length. */
  float[] vector(int picture) {
    int used = output.pooling() == Pooling.MEAN ? patches : 1;
    double[] sum = new double[dimensions];
    for (int patch = 0; patch < used; patch++) {
      int from = (picture * patches + patch) * dimensions;
      for (int i = 0; i < dimensions; i++) {
        sum[i] += value(from + i);
      }
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (sum[i] / used);
    }
    return vector;
  }

  private float value(int index) {
    return output.type() == OnnxJavaType.FLOAT16
        ? Fp16Conversions.fp16ToFloat(values.getShort(index * Short.BYTES))
        : values.getFloat(index * Float.BYTES);
  }

  @Override
  public void close() {
    tensor.close();
  }
}

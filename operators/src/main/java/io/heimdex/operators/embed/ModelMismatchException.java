package io.heimdex.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import org.jspecify.annotations.Nullable;

/** A model whose tensors are not those that a model of its kind has. The message goes on after "it". */
final class ModelMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelMismatchException(String why) {
    super(why);
  }

  /** The shape of a tensor, -1 where it is open. @throws ModelMismatchException if it is not of this type and rank */
  static long[] shape(@Nullable NodeInfo node, String name, OnnxJavaType type, int rank) {
    if (node == null) {
      throw new ModelMismatchException("has no '" + name + "'");
    }
    if (!(node.getInfo() instanceof TensorInfo tensor)
        || tensor.type != type
        || tensor.getShape().length != rank) {
      throw new ModelMismatchException("has as '" + name + "' " + node.getInfo()
          + "; expected a tensor of " + type + " with " + rank + " dimensions");
    }
    return tensor.getShape();
  }

  /** The type of a tensor of floats: whole or half ones. */
  static OnnxJavaType floats(@Nullable NodeInfo node) {
    return node != null
            && node.getInfo() instanceof TensorInfo tensor
            && tensor.type == OnnxJavaType.FLOAT16
        ? OnnxJavaType.FLOAT16
        : OnnxJavaType.FLOAT;
  }
}

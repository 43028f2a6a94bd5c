package io.heimdex.operators.onnx;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;

/**
 * Recognises that ONNX Runtime found no memory. It has no error code for this: the codes of these failures are those of any other.
 * So their texts are read, of the version that the build names.
 */
public final class OutOfMemory {
  private static final Pattern TEXTS = Pattern.compile(
      String.join(
          "|",
          // Its allocator on every device, core/framework/bfc_arena.cc.
          "Failed to allocate memory for requested buffer",
          "is smaller than requested bytes",
          "Failed to find a free memory block",
          // CUDA error 2 by its name, as core/providers/cuda/cuda_call.cc and TensorRT write it.
          "out of memory",
          // cuBLAS and cuDNN by the names of their status: CUBLAS_STATUS_ALLOC_FAILED,
          // CUDNN_STATUS_..._ALLOCATION_FAILED.
          "_STATUS_\\w*ALLOC(ATION)?_FAILED",
          // Of C++, where no allocator of its own stands between.
          "bad[_ ]alloc"),
      Pattern.CASE_INSENSITIVE);

  private OutOfMemory() {}

  /** Whether a call failed for want of memory, the device's or the machine's: a smaller one may work. */
  public static boolean is(OrtException failure) {
    return TEXTS.matcher(String.valueOf(failure.getMessage())).find();
  }
}

package io.heimdex.operators.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * ONNX Runtime, without its telemetry.
 *
 * <p>The builds of ONNX Runtime since 1.28 report to their vendor over the network, also on Linux. What they gather at start overflows
 * the stack of a Java thread where the command line is long, as those of Flink are: the process dies without a word. The one switch
 * that stops all of it is an environment variable that must be set before the library is loaded, so it is set here, for this
 * process.
 */
public final class OnnxRuntime {
  static final String OPT_OUT = "ORT_DISABLE_TELEMETRY";

  private OnnxRuntime() {}

  /** The C library's environment, which native code reads. Java's own view of it is a copy and can't be changed. */
  interface NativeEnvironment extends Library {
    NativeEnvironment INSTANCE = Native.load("c", NativeEnvironment.class);

    int setenv(String name, String value, int overwrite);
  }

  /** The environment of this process. */
  public static OrtEnvironment environment() {
    if (NativeEnvironment.INSTANCE.setenv(OPT_OUT, "1", 1) != 0) {
      throw new IllegalStateException("Can't set the environment variable " + OPT_OUT
          + " of this process; set it to 1 before the start");
    }
    return OrtEnvironment.getEnvironment();
  }

  /**
   * Loads a model for the CPU, so that it gives the same for the same.
   *
   * @param what names it in messages: {@code image model}
   * @param threads that one inference may use
   */
  public static OrtSession open(OnnxModelFile file, String what, int threads) {
    return open(file, what, threads, OnnxDevice.CPU);
  }

  /**
   * Loads a model for a device, so that it gives the same for the same. (TensorRT chooses its kernels anew with each engine that it
   * builds: then last bits may differ.)
   *
   * @param what names it in messages: {@code image model}
   * @param threads that one inference may use on the CPU
   * @param device as {@link OnnxDevices#usable} gave it
   */
  public static OrtSession open(OnnxModelFile file, String what, int threads, OnnxDevice device) {
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      // Idle threads that spin take the processor from the decoder.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      append(options, device);
      return file.bytes() == null
          ? environment.createSession(String.valueOf(file.path()), options)
          : environment.createSession(file.bytes(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The " + what + " " + file.id() + " can't be loaded: " + e.getMessage(), e);
    }
  }

  /** Adds what computes on a device. Whatever it can't do is left to the next one, at last to the CPU. */
  static void append(OrtSession.SessionOptions options, OnnxDevice device) throws OrtException {
    switch (device.kind()) {
      case CPU -> {}
      case CUDA -> appendCuda(options, device.index());
      case TENSORRT -> {
        // Without options of ours it reads those of the environment: ORT_TENSORRT_CACHE_PATH,
        // ORT_TENSORRT_FP16_ENABLE ...
        options.addTensorrt(device.index());
        appendCuda(options, device.index());
      }
      case AUTO -> throw new IllegalArgumentException("Which device 'auto' is was not found out");
    }
  }

  private static void appendCuda(OrtSession.SessionOptions options, int gpu) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(gpu)) {
      // Batches are of one shape: what the first one takes is enough, the next power of two would
      // be given to nobody.
      cuda.add("arena_extend_strategy", "kSameAsRequested");
      // The default measures which algorithm is fastest, so that each start may choose another,
      // with other last bits.
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      options.addCUDA(cuda);
    }
  }

  /** Closes the session of a model that turned out not to fit. */
  public static void closeQuietly(OrtSession session, Exception cause) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }
}

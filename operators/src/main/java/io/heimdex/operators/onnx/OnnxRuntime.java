package io.heimdex.operators.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      // Idle threads that spin take the processor from the decoder.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return file.bytes() == null
          ? environment.createSession(String.valueOf(file.path()), options)
          : environment.createSession(file.bytes(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The " + what + " " + file.id() + " can't be loaded: " + e.getMessage(), e);
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

package io.heimdex.operators.embed;

import ai.onnxruntime.OrtEnvironment;
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
final class OnnxRuntime {
  static final String OPT_OUT = "ORT_DISABLE_TELEMETRY";

  private OnnxRuntime() {}

  /** The C library's environment, which native code reads. Java's own view of it is a copy and can't be changed. */
  interface NativeEnvironment extends Library {
    NativeEnvironment INSTANCE = Native.load("c", NativeEnvironment.class);

    int setenv(String name, String value, int overwrite);
  }

  /** The environment of this process. */
  static OrtEnvironment environment() {
    if (NativeEnvironment.INSTANCE.setenv(OPT_OUT, "1", 1) != 0) {
      throw new IllegalStateException("Can't set the environment variable " + OPT_OUT
          + " of this process; set it to 1 before the start");
    }
    return OrtEnvironment.getEnvironment();
  }
}

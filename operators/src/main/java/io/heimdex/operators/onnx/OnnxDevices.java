package io.heimdex.operators.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.heimdex.operators.onnx.OnnxDevice.Kind;
import io.heimdex.operators.onnx.OnnxGraph.ElementType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which devices this process can use. What ONNX Runtime lists as available is what it was built with, whether or not the
 * machine has it: so a small model is run on the device.
 *
 * <p>What was found stays: a GPU that worked is not tried again, when its memory may be full. Thread-safe.
 */
public final class OnnxDevices {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxDevices.class);

  private static final Pattern WHERE =
      Pattern.compile("^Error code - \\w+ - message: (.*\\[ONNXRuntimeError] : \\d+ : \\w+ : )?");

  private static final Map<OnnxDevice, OnnxDevice> FOUND = new ConcurrentHashMap<>();

  private OnnxDevices() {}

  /**
   * The device for what the settings say. Where they say {@code auto} and there is no GPU to use, logs once why.
   *
   * @return never one of {@link Kind#AUTO}
   * @throws DeviceUnavailableException if they name a kind of device that does not work here
   */
  public static OnnxDevice usable(OnnxDevice wanted) {
    return wanted.kind() == Kind.CPU ? wanted : FOUND.computeIfAbsent(wanted, OnnxDevices::find);
  }

  private static OnnxDevice find(OnnxDevice wanted) {
    boolean auto = wanted.kind() == Kind.AUTO;
    OnnxDevice gpu = auto ? new OnnxDevice(Kind.CUDA, wanted.index()) : wanted;
    try {
      if (gpu.kind() == Kind.TENSORRT) {
        // It needs CUDA, which tells better what it lacks.
        tryOut(new OnnxDevice(Kind.CUDA, gpu.index()));
      }
      tryOut(gpu);
      return gpu;
    } catch (OrtException e) {
      if (auto) {
        LOG.info("Models run on the CPU, for {} can't be used: {}", gpu, reason(e));
        return OnnxDevice.CPU;
      }
      throw new DeviceUnavailableException(
          "Models can't run on " + gpu + " as heimdex.embed.device says: " + reason(e)
              + ". Give every TaskManager an NVIDIA GPU and the GPU libraries, as docs/models.md tells under GPU; or set"
              + " heimdex.embed.device to auto or cpu");
    }
  }

  /** What ONNX Runtime says, without where in its sources it says so. */
  private static String reason(OrtException e) {
    String reason = WHERE.matcher(String.valueOf(e.getMessage()).strip()).replaceFirst("");
    return reason.contains("shared provider")
        ? reason + " (the ONNX Runtime that is loaded was built without it)"
        : reason;
  }

  private static void tryOut(OnnxDevice device) throws OrtException {
    OnnxGraph graph = new OnnxGraph("probe");
    String in = graph.input("in", ElementType.FLOAT, 1);
    graph.output(graph.add("Add", in, graph.scalar(1)), "out", 1);
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OnnxRuntime.append(options, device);
      try (OrtSession session = environment.createSession(graph.toBytes("heimdex"), options);
          OnnxTensor one = OnnxTensor.createTensor(environment, new float[] {1})) {
        session.run(Map.of("in", one)).close();
      }
    }
  }
}

package io.heimdex.operators.embed;

import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxDevices;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;

/**
 * What a TaskManager has for models: the same for all its slots.
 *
 * @param spareCores cores beyond one a slot, which decodes; at least 1
 * @param gpus indexes of Flink's external resource {@code gpu}, ascending; empty where the cluster offers none
 */
public record Worker(int spareCores, List<Integer> gpus) {
  /** Stands for as many threads as there are spare cores; for 1 where no worker is known. */
  public static final int SPARE_CORES = 0;

  private static final String RESOURCE = "gpu";
  private static final String INDEX = "index";

  /** @param context as Flink hands it to an operator, not what an asynchronous function makes of it */
  static Worker of(RuntimeContext context) {
    int slots = ((StreamingRuntimeContext) context)
        .getTaskManagerRuntimeInfo()
        .getConfiguration()
        .get(TaskManagerOptions.NUM_TASK_SLOTS);
    List<Integer> gpus = context.getExternalResourceInfos(RESOURCE).stream()
        .flatMap(gpu -> gpu.getProperty(INDEX).stream())
        .map(Integer::valueOf)
        .sorted()
        .toList();
    return new Worker(spareCores(Runtime.getRuntime().availableProcessors(), slots), gpus);
  }

  /** @param setting of a factory: {@link #SPARE_CORES} for as many as there are */
  int threads(int setting) {
    return setting == SPARE_CORES ? spareCores : setting;
  }

  /**
   * All devices for what the settings say.
   *
   * @throws io.heimdex.operators.onnx.DeviceUnavailableException if there is none
   */
  List<OnnxDevice> devices(OnnxDevice wanted) {
    List<OnnxDevice> devices =
        gpus.isEmpty() ? List.of(wanted) : gpus.stream().map(wanted::onGpu).toList();
    return devices.stream().map(OnnxDevices::usable).distinct().toList();
  }

  static int spareCores(int cores, int slots) {
    return Math.max(1, cores - slots);
  }
}

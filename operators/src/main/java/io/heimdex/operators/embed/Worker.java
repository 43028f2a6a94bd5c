package io.heimdex.operators.embed;

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

  static int spareCores(int cores, int slots) {
    return Math.max(1, cores - slots);
  }
}

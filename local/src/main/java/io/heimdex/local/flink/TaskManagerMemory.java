package io.heimdex.local.flink;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * How much memory a TaskManager's process takes, each part in MiB. Flink's scripts work it out of a total; a process that is
 * started without them wants every part. Native memory of decoders and models comes on top.
 */
record TaskManagerMemory(int slots, int taskHeap, int network, int managed) {
  private static final int FRAMEWORK_HEAP = 128;
  private static final int FRAMEWORK_OFF_HEAP = 128;
  private static final int TASK_OFF_HEAP = 256;
  private static final int METASPACE = 256;
  private static final int OVERHEAD = 256;

  /** Grows with the slots: each holds segments, images and rows of its own. */
  static TaskManagerMemory forSlots(int slots, String stateBackend) {
    int managed = stateBackend.equals("rocksdb") ? 128 * slots : 0;
    return new TaskManagerMemory(slots, 384 + 256 * slots, 64 + 32 * slots, managed);
  }

  void addTo(Configuration config) {
    config.set(TaskManagerOptions.CPU_CORES, (double) slots);
    config.set(TaskManagerOptions.FRAMEWORK_HEAP_MEMORY, MemorySize.ofMebiBytes(FRAMEWORK_HEAP));
    config.set(
        TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(FRAMEWORK_OFF_HEAP));
    config.set(TaskManagerOptions.TASK_HEAP_MEMORY, MemorySize.ofMebiBytes(taskHeap));
    config.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(TASK_OFF_HEAP));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(network));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(network));
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managed));
    config.set(TaskManagerOptions.JVM_METASPACE, MemorySize.ofMebiBytes(METASPACE));
    config.set(TaskManagerOptions.JVM_OVERHEAD_MIN, MemorySize.ofMebiBytes(OVERHEAD));
    config.set(TaskManagerOptions.JVM_OVERHEAD_MAX, MemorySize.ofMebiBytes(OVERHEAD));
  }

  /** The same sizes for the JVM. */
  List<String> jvmArguments() {
    return List.of(
        "-Xms128m",
        "-Xmx" + (FRAMEWORK_HEAP + taskHeap) + "m",
        "-XX:MaxDirectMemorySize=" + (FRAMEWORK_OFF_HEAP + TASK_OFF_HEAP + network) + "m",
        "-XX:MaxMetaspaceSize=" + METASPACE + "m");
  }
}

package io.heimdex.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.onnx.DeviceUnavailableException;
import io.heimdex.operators.onnx.OnnxDevice;
import io.heimdex.operators.onnx.OnnxDevice.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.externalresource.ExternalResourceInfoProvider;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.util.TestingTaskManagerRuntimeInfo;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerTest {
  @ParameterizedTest
  @CsvSource({"16, 4, 12", "2, 2, 1", "2, 8, 1", "3, 2, 1", "8, 1, 7"})
  void sparesTheCoresThatNoSlotDecodesOn(int cores, int slots, int spare) {
    assertThat(Worker.spareCores(cores, slots)).isEqualTo(spare);
  }

  @Test
  void knowsItsSlotsAndTheGpusThatFlinkOffers() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();

    assertThat(worker(cores + 3, Map.of("gpu", Set.of(new Gpu("2"), new Gpu("0")))))
        .satisfies(it -> {
          assertThat(it.spareCores()).isEqualTo(1);
          assertThat(it.gpus()).containsExactly(0, 2);
        });
    assertThat(worker(1, Map.of())).isEqualTo(new Worker(Math.max(1, cores - 1), List.of()));
  }

  @Test
  void itsCoresAreTheThreadsOfAModelThatNamesNone() {
    OnnxImageEmbedderFactory open = factory(Worker.SPARE_CORES, OnnxDevice.CPU);
    Worker worker = new Worker(12, List.of());

    assertThat(open.on(worker)).containsExactly(factory(12, OnnxDevice.CPU));
    assertThat(factory(3, OnnxDevice.CPU).on(worker)).containsExactly(factory(3, OnnxDevice.CPU));
  }

  /** The library of the default build has no GPU provider, whatever the machine has. */
  @Test
  void withoutGpuLibrariesItsGpusAreNoneForAutoAndAnErrorForCuda() {
    Worker worker = new Worker(1, List.of(0, 1));

    assertThat(factory(1, new OnnxDevice(Kind.AUTO, 0)).on(worker))
        .containsExactly(factory(1, OnnxDevice.CPU));
    assertThatThrownBy(() -> factory(1, new OnnxDevice(Kind.CUDA, 7)).on(worker))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessageContaining("cuda:0");
    assertThatThrownBy(() -> factory(1, new OnnxDevice(Kind.CUDA, 7)).on(new Worker(1, List.of())))
        .hasMessageContaining("cuda:7");
  }

  private static OnnxImageEmbedderFactory factory(int threads, OnnxDevice device) {
    return new OnnxImageEmbedderFactory(OnnxImageEmbedderFactory.BUILTIN, threads, 4, device);
  }

  private static Worker worker(
      int slots, Map<String, Set<? extends ExternalResourceInfo>> resources) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    ExternalResourceInfoProvider provider =
        name -> Set.copyOf(resources.getOrDefault(name, Set.of()));
    try (var environment = new MockEnvironmentBuilder()
        .setTaskManagerRuntimeInfo(new TestingTaskManagerRuntimeInfo(configuration))
        .setExternalResourceInfoProvider(provider)
        .build()) {
      return Worker.of(context(environment, provider));
    }
  }

  private static StreamingRuntimeContext context(
      Environment environment, ExternalResourceInfoProvider provider) {
    return new StreamingRuntimeContext(
        environment,
        Map.of(),
        UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup(),
        new OperatorID(),
        new TestProcessingTimeService(),
        null,
        provider);
  }

  /** As Flink's plugin for GPUs describes one. */
  private record Gpu(String index) implements ExternalResourceInfo {
    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of(index) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }
}

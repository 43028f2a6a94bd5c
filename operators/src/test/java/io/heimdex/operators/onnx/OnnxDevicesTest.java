package io.heimdex.operators.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heimdex.operators.onnx.OnnxDevice.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the library of the default build, which has no GPU provider, whatever the machine has. */
class OnnxDevicesTest {
  @Test
  void autoIsTheCpuWhereNoGpuCanBeUsed() {
    assertThat(OnnxDevices.usable(new OnnxDevice(Kind.AUTO, 0))).isEqualTo(OnnxDevice.CPU);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUDA", "TENSORRT"})
  void aGpuByNameIsAnErrorWithTheReasonAndAWayOut(Kind kind) {
    OnnxDevice gpu = new OnnxDevice(kind, 1);

    assertThatThrownBy(() -> OnnxDevices.usable(gpu))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessageContaining("Models can't run on " + gpu
            + " as heimdex.embed.device says: Failed to find CUDA shared provider")
        .hasMessageContaining("was built without it")
        .hasMessageContaining("docs/models.md")
        .hasMessageContaining("heimdex.embed.device to auto or cpu");
  }

  @Test
  void aDeviceIsNamedAsInItsSetting() {
    assertThat(OnnxDevice.CPU.onGpu(3)).isEqualTo(OnnxDevice.CPU).hasToString("cpu");
    assertThat(new OnnxDevice(Kind.TENSORRT, 0).onGpu(3)).hasToString("tensorrt:3");
    assertThatThrownBy(() -> new OnnxDevice(Kind.CUDA, -1)).hasMessageContaining("-1");
  }
}

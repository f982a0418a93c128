package io.zeroflow.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {

  @Test
  void cpuIsAlwaysThere() {
    assertThat(DeviceChoice.parse("cpu")).isEqualTo(Device.cpu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "gpu:", "gpu:-1", "gpu:x", "GPU:0", "cuda", "gpu:99999999999"})
  void otherNamesAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.parse(name))
        .withMessage("device '" + name + "' is not known; it can be auto, cpu or gpu:N");
  }

  @Test
  void anAbsentGpuIsRefusedWithWhatThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.parse("gpu:900"))
        .withMessageMatching("device gpu:900 is not there: this machine has \\d+ usable GPUs; .*");
  }
}

package io.zeroflow.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;

class HaltGuardTest {

  /** What Kafka does after a start, in a process that may end of it. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] arguments) {
      HaltGuard.install().close();
      Exit.halt(3);
    }
  }

  @Test
  void aFatalFaultDuringAStartIsAnException() {
    try (var _ = HaltGuard.install()) {
      assertThatThrownBy(() -> Exit.halt(1)).hasMessageContaining("fatal fault (status 1)");
    }
  }

  @Test
  void aFatalFaultAfterTheStartEndsTheProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isEqualTo(3);
  }
}

package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An InvalidPathException was shown. The launcher takes C.UTF-8; who starts Java is told to. */
@EnabledOnOs(OS.LINUX)
class AFileNameInTheLocaleCTest {

  @TempDir private Path folder;

  @Test
  void isRefusedWithTheRemedy() throws Exception {
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "a test in C proves nothing");
    try (Forked bench =
        Forked.start(
            folder,
            Map.of("LC_ALL", "C"),
            List.of(),
            "bench",
            "trajectories",
            "--out=" + folder.resolve("grün"))) {
      assertThat(bench.ended()).isEqualTo(2);
      assertThat(bench.err()).contains("set LC_ALL=C.UTF-8").doesNotContain("Exception");
    }
  }
}

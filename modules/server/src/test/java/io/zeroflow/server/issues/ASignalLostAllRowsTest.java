package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while the engine works crashed in its library, and what was measured was gone. */
@DisabledOnOs(OS.WINDOWS)
class ASignalLostAllRowsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void theEngineFinishesItsPassAndFinishedRunsAreKept() throws Exception {
    Path out = folder.resolve("table");
    try (Forked bench =
        Forked.start(
            folder,
            Map.of(),
            List.of(),
            "bench",
            "accuracy",
            "--out=" + out,
            "--tasks=1",
            "--classes=2",
            "--train-per-class=4",
            "--test-per-class=2",
            "--batch=4",
            "--budget=1000000",
            "--strategies=zo-sgd")) {
      Path runs = out.resolve("runs.csv");
      // The control and the row without a step, three seeds each; then a run that takes hours.
      await()
          .atMost(PATIENCE)
          .until(() -> Files.exists(runs) && Files.readAllLines(runs).size() == 1 + 2 * 3);
      bench.terminate();

      assertThat(bench.ended()).isEqualTo(TERMINATED);
      assertThat(bench.err()).contains("go on with --resume");
      assertThat(Files.readAllLines(runs)).hasSize(1 + 2 * 3);
    }
  }

  /** No engine here: nothing is waited for, and the rows are there. */
  @Test
  void rowsThatArePrintedOneByOneAreKept() throws Exception {
    Path out = folder.resolve("toy");
    try (Forked bench =
        Forked.start(
            folder,
            Map.of(),
            List.of(),
            "bench",
            "trajectories",
            "--out=" + out,
            "--steps=1000000",
            "--strategies=" + "zo-adam;".repeat(1000))) {
      await().atMost(PATIENCE).until(() -> bench.out().lines().count() > 2);
      bench.terminate();

      assertThat(bench.ended()).isEqualTo(TERMINATED);
      assertThat(Files.readAllLines(out.resolve("trajectories.csv"))).hasSizeGreaterThan(1);
    }
  }
}

package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus's and Alertmanager's own tools say of what is scraped and of config. */
@Live
class MonitoringTest {

  private static final Path CONFIG = Path.of("../../config/prometheus");

  private final Web web;

  MonitoringTest(LiveZeroflow live) {
    this.web = new Web(live.url());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check config prometheus.yml",
        "check rules rules.yml",
        "test rules rules_test.yml"
      })
  void prometheusTakesTheConfiguration(String command) throws Exception {
    assertThat(run("promtool", List.of(command.split(" ")), null)).contains("SUCCESS");
  }

  /** Exits with 3 at the least breach of the naming rules. */
  @Test
  void theMetricsKeepTheRulesOfNaming(@TempDir Path directory) throws Exception {
    Path metrics = directory.resolve("metrics");
    Files.writeString(metrics, web.get("/metrics").body());

    assertThat(run("promtool", List.of("check", "metrics"), metrics)).isEmpty();
  }

  @Test
  void alertmanagerTakesTheExample() throws Exception {
    assertThat(run("amtool", List.of("check-config", "alertmanager.yml"), null))
        .contains("SUCCESS", "2 inhibit rules", "2 receivers");
  }

  @ParameterizedTest
  @CsvSource({"critical, on-call", "warning, team"})
  void everySeverityFindsItsReceiver(String severity, String receiver) throws Exception {
    List<String> arguments =
        List.of(
            "config",
            "routes",
            "test",
            "--config.file=alertmanager.yml",
            "--verify.receivers=" + receiver,
            "severity=" + severity);

    assertThat(run("amtool", arguments, null)).contains(receiver);
  }

  private String run(String program, List<String> arguments, @Nullable Path input)
      throws IOException, InterruptedException {
    Path binary = Programs.onPath(program).orElse(null);
    assumeTrue(binary != null, program + " is not on the PATH; .ci/run installs it");
    List<String> command = new ArrayList<>(List.of(String.valueOf(binary)));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(CONFIG.toFile()).redirectErrorStream(true);
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

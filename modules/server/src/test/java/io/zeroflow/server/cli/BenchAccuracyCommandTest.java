package io.zeroflow.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.Main;
import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchAccuracyCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void writesATableAndPrintsIt() throws Exception {
    int code =
        run(
            "--json",
            "--tasks=2",
            "--classes=2",
            "--train-per-class=4",
            "--test-per-class=2",
            "--batch=4",
            "--budget=50",
            "--seeds=1",
            "--tune",
            "--strategies=zo-sgd(q=4); ;zo-sgd( q=4 )");

    assertThat(code).as(err.toString()).isZero();
    JsonNode table = Json.mapper().readTree(out.toString());
    assertThat(table.path("rows").findValuesAsText("seeds")).containsExactly("1", "1", "1");
    assertThat(table.at("/rows/0/key").asText()).isEqualTo("simple-cil: no step");
    assertThat(table.at("/rows/0/average/mean").asDouble()).isBetween(0.5, 1.0);
    assertThat(table.at("/rows/0/average/deviation").isNull()).isTrue();
    assertThat(table.at("/rows/2/key").asText()).startsWith("fine-tune: zo-sgd(").contains("q=4");
    assertThat(directory.resolve("table.md")).content().contains("| simple-cil | frozen control |");
    assertThat(directory.resolve("tuning.csv")).exists();
    assertThat(err.toString()).contains("is tuned to");
  }

  @Test
  void theOtherTablesHaveTheirOwnStrategies() throws Exception {
    String[] tiny = {
      "--json",
      "--tasks=1",
      "--classes=2",
      "--train-per-class=4",
      "--test-per-class=2",
      "--batch=8",
      "--budget=66",
      "--seeds=1"
    };
    assertThat(command("enhancements", tiny)).as(err.toString()).isZero();
    JsonNode table = Json.mapper().readTree(out.toString());
    assertThat(table.path("published").asText()).isEqualTo("imagenet-a");
    assertThat(table.path("rows").findValuesAsText("title"))
        .contains(
            "zo-sgd(lr=over-d(4.5, 0.001), historical=0.8)",
            "zo-sgd(lr=over-d(4.5, 0.001), sparsity=0.9)");
    assertThat(table.at("/rows/2/published/average").asText()).isEqualTo("61.24"); // fo-sgd

    out.getBuffer().setLength(0);
    directory = directory.resolve("queries");
    assertThat(command("queries", tiny)).as(err.toString()).isZero();
    assertThat(Json.mapper().readTree(out.toString()).path("rows")).hasSize(2 + 2 * 6);
    assertThat(directory.resolve("queries.svg")).content().contains("ease, zo-adam: Last");
  }

  @ParameterizedTest
  @CsvSource({
    "--tune=best, --tune best is not known; choose avg or new-task",
    "--tasks=51, 50 classes cannot make 51 tasks",
    "--budget=4, a budget of 4 forward passes does not reach 5 tasks",
    "--seeds=0, the number of seeds is 0",
    "--batch=0, 0 a batch",
    "--strategies=zo-sdg, strategy 'zo-sdg' is not known"
  })
  void wrongOptionsAreExplained(String option, String message) {
    assertThat(run(option)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains(message);
  }

  /** Its empty list of runs stood in the way of the next attempt. */
  @Test
  void aTableThatNeverBeganLeavesNothing() {
    assertThat(run("--data=cifar10:nowhere")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("nowhere").doesNotContain("Exception");
    assertThat(directory).isEmptyDirectory();
  }

  private int run(String... options) {
    return command("accuracy", options);
  }

  private int command(String command, String... options) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    arguments[0] = "bench";
    arguments[1] = command;
    arguments[2] = "--out";
    arguments[3] = directory.toString();
    return line.execute(arguments);
  }
}

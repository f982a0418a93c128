package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.cli.ExitCodes;
import io.zeroflow.server.cli.Output;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server and a journal are asked for by hand: {@code policy set} of nothing gave 1. */
@Live
class WrongNamesExitAlikeTest {

  @TempDir private Path folder;
  private final LiveZeroflow live;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  WrongNamesExitAlikeTest(LiveZeroflow live) {
    this.live = live;
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy set whim --url URL", "strategy set whim --url URL"})
  void whatIsTypedWrongIsAMistakeOfUse(String line) throws Exception {
    assertThat(run(new PrintWriter(out), line)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("whim").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --url URL",
        "tasks --url URL",
        "decisions --url URL",
        "strategy show --url URL",
        "policy show --url URL",
        "policy set manual --url URL",
        "journal inspect --config CONF",
        "journal verify --config CONF",
        "journal export --config CONF --out OUT",
        "follow --config CONF --until-step 1",
        "dlq list --config CONF",
        "dlq replay --all --dry-run --config CONF"
      })
  @EnabledOnOs(OS.LINUX)
  void noAnswerIsLostOnAFullDiskAndAllAreJsonOnRequest(String line) throws Exception {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      PrintWriter disk = Output.to(full, StandardCharsets.UTF_8);
      assertThat(run(disk, line)).isEqualTo(ExitCodes.FAILED);
    }
    assertThat(err.toString()).contains("No space left on device").doesNotContain("Exception");

    assertThat(run(new PrintWriter(out), line + " --json")).isZero();
    assertThat(out.toString().lines())
        .allSatisfy(
            answer ->
                assertThat(io.zeroflow.server.http.Json.mapper().readTree(answer).isObject())
                    .isTrue());
  }

  @Test
  void anExportThatCannotBeWrittenIsAMistakeOfUse() throws Exception {
    PrintWriter words = new PrintWriter(out);
    assertThat(run(words, "journal export --config CONF --out " + folder.resolve("no/file")))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("make it first");
  }

  private int run(PrintWriter to, String line) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("live.conf"),
            "zeroflow.kafka.bootstrap-servers = \"%s\"".formatted(live.bootstrapServers()));
    return Main.commandLine()
        .setOut(to)
        .setErr(new PrintWriter(err))
        .execute(
            line.replace("URL", live.url())
                .replace("CONF", config.toString())
                .replace("OUT", folder.resolve("out").toString())
                .split(" "));
  }
}

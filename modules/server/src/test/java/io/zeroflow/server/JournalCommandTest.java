package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The journal of a running system, read from outside. */
@Live
class JournalCommandTest {

  @TempDir private Path folder;
  private final LiveZeroflow live;

  JournalCommandTest(LiveZeroflow live) {
    this.live = live;
  }

  @Test
  void verifiesInspectsAndExportsAnyStep() throws Exception {
    long step = Web.json(new Web(live.url()).get("/api/v1/status")).get("step").asLong();

    Run verified = run("verify");
    assertThat(verified.code()).as(verified.err()).isZero();
    JsonNode whole = Json.mapper().readTree(run("inspect", "--json").out());
    assertThat(whole.get("step").asLong()).isEqualTo(step).isGreaterThan(1);
    assertThat(whole.get("problem").asText()).isEqualTo("none");
    assertThat(verified.out()).contains("good: ", whole.get("sha256").asText());

    Path file = folder.resolve("w.safetensors");
    Run exported = run("export", "--until-step", "1", "--out", file.toString());
    assertThat(exported.out()).contains("as of step 1");
    JsonNode first = Json.mapper().readTree(run("inspect", "--json", "--until-step", "1").out());
    assertThat(first.get("sha256").asText()).isNotEqualTo(whole.get("sha256").asText());
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("\"step\":\"1\"", first.get("sha256").asText());
  }

  @Test
  void aFollowerElsewhereHoldsTheSameBits() throws Exception {
    long step = Web.json(new Web(live.url()).get("/api/v1/status")).get("step").asLong();
    String last = Long.toString(step);
    JsonNode whole = Json.mapper().readTree(run("inspect", "--json", "--until-step", last).out());
    Path file = Files.writeString(folder.resolve("live.conf"), config() + " }");

    Run hash = of("follow", "--config", file.toString(), "--until-step", last, "--hash");
    assertThat(hash.code()).as(hash.err()).isZero();
    assertThat(hash.out().strip()).isEqualTo(whole.get("sha256").asText());

    Run lines = of("follow", "--config", file.toString(), "--until-step", last, "--json");
    JsonNode report = Json.mapper().readTree(lines.out().lines().toList().getLast());
    assertThat(report.get("step").asLong()).isEqualTo(step);
    assertThat(report.get("strategy").asText()).startsWith("zo-");
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    assertThat(run("inspect", "--until-step", "1000000").err())
        .contains("--until-step is 1,000,000, but the journal ends at step");
    Path other = Files.writeString(folder.resolve("other.conf"), config() + ", model.id = other }");
    Run run = of("journal", "verify", "--config", other.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("holds nothing of model 'other'");
  }

  private String config() {
    return "zeroflow { kafka.bootstrap-servers = \"%s\"".formatted(live.bootstrapServers());
  }

  private Run run(String command, String... arguments) throws Exception {
    Path file = Files.writeString(folder.resolve("live.conf"), config() + " }");
    String[] line = new String[arguments.length + 4];
    line[0] = "journal";
    line[1] = command;
    line[2] = "--config";
    line[3] = file.toString();
    System.arraycopy(arguments, 0, line, 4, arguments.length);
    return of(line);
  }

  private static Run of(String... line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine parser =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Run(parser.execute(line), out.toString(), err.toString());
  }

  private record Run(int code, String out, String err) {}
}

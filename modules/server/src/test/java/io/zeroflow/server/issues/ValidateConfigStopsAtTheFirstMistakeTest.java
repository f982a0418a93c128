package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.Cli;
import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import io.zeroflow.server.http.Json;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mistake a call was named, and files, refused changes and Kafka were not looked at. */
@Live
class ValidateConfigStopsAtTheFirstMistakeTest {

  @TempDir private Path folder;
  private final LiveZeroflow live;

  ValidateConfigStopsAtTheFirstMistakeTest(LiveZeroflow live) {
    this.live = live;
  }

  @Test
  void allMistakesAreNamedAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli.Run run =
        validate(
            """
            lerner.x = 1
            learner { batch-size = 0, exploding-loss = soon }
            strategy = "zo-magic"
            evaluation = none
            model { network = torchscript, torchscript.file = "%1$s/nowhere.pt", threads = 1.5 }
            snapshots { directory = "%2$s/below", every = 0s }
            http { host = "0.0.0.0", tls.key = "%2$s" }
            supervisor.rules = [
              { name = a, signal = mood, above = 1, swap-to = "zo-sgd", nme = b }
              { name = c, signal = loss, swap-to = "zo-magic" }
            ]
            kafka { bootstrap-servers = kafka, topics.replication = 0 }
            """
                .formatted(folder, file));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("18 mistakes")
        .contains(
            "unknown key zeroflow.lerner", "batch-size = 0", "exploding-loss", "threads = 1.5")
        .contains("zeroflow.strategy = zo-magic", "zeroflow.evaluation has type STRING")
        .contains("nowhere.pt: there is no such file", "allowed-sha256 is empty")
        .contains("below/m cannot be written", "zeroflow.snapshots.every = ")
        .contains("both or none", "changes over HTTP would be refused: others reach the port")
        .contains("rules[0].signal = mood", "rules[0].nme", "either above or below")
        .contains("rules[1].swap-to = zo-magic", "'kafka' is not host:port", "replication = 0");
  }

  @Test
  void refusedChangesAreMistakes() throws Exception {
    assertThat(validate("http.host = \"0.0.0.0\"").err()).contains("no token is set");
    assertThat(validate("http { host = \"0.0.0.0\", token = \"0123456789abcdef\" }").err())
        .contains("would travel in the clear")
        .doesNotContain("0123456789abcdef");
    assertThat(validate("http.host = no.such.host.invalid").err()).contains("not a known host");
  }

  @Test
  void kafkaIsAskedWhenOneConnects() throws Exception {
    String ours = "kafka.bootstrap-servers = \"%s\"".formatted(live.bootstrapServers());
    assertThat(validate(ours, "--connect").out()).contains("Kafka is ready");
    Cli.Run nowhere =
        validate("kafka.bootstrap-servers = \"no.such.host.invalid:9092\"", "--connect");
    assertThat(nowhere.err()).contains("No resolvable", "bootstrap.servers", "zeroflow.kafka");
    assertThat(nowhere.code()).isEqualTo(2);
    Cli.Run missing =
        validate(ours + "\nkafka.topics { tasks = nothing, create = false }", "--connect");
    assertThat(missing.err()).contains("topics [nothing] do not exist", "zeroflow topics create");
    assertThat(missing.code()).isEqualTo(2);
  }

  @Test
  void mistakesAreJsonWhereJsonIsAskedFor() throws Exception {
    Cli.Run run = validate("learner { batch-size = 0, remember = -1 }", "--json");
    assertThat(run.code()).isEqualTo(2);
    JsonNode mistakes = Json.mapper().readTree(run.out()).get("mistakes");
    assertThat(mistakes).hasSize(2);
  }

  /** The port may be that of the very Zeroflow that is to be started anew. */
  @Test
  void aTakenPortIsSaidAndIsNoMistake() throws Exception {
    Cli.Run run = validate("http.port = " + URI.create(live.url()).getPort());
    assertThat(run.out()).contains("just now: HTTP cannot listen on", "the configuration is good");
    assertThat(run.code()).isZero();
  }

  private Cli.Run validate(String settings, String... options) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("validate.conf"),
            "zeroflow { model.id = m, http.port = 0 }\nzeroflow { %s }".formatted(settings));
    String[] line = new String[options.length + 3];
    line[0] = "validate-config";
    line[1] = "--config";
    line[2] = config.toString();
    System.arraycopy(options, 0, line, 3, options.length);
    return Cli.run(line);
  }
}

package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.Cli;
import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A taken port, an unwritable folder, weights that do not load were noticed after topics had been
 * made. Now nothing has been made by then, and all of it is said at once.
 */
@Live
class ChecksComeTooLateTest {

  @TempDir private Path folder;
  private final LiveZeroflow live;

  ChecksComeTooLateTest(LiveZeroflow live) {
    this.live = live;
  }

  @Test
  void whatIsWrongOnThisMachineIsSaidBeforeTopicsAreMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli.Run run =
        run(
            "early",
            """
            snapshots.directory = "%s/below"
            model { network = vit, vit.weights = "%s/nowhere.safetensors" }
            http { port = %d, tls { certificate = "%s", key = "%s" } }
            """
                .formatted(file, folder, URI.create(live.url()).getPort(), file, file));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("4 mistakes", "file/below/early cannot be written", "nowhere.safetensors")
        .contains("has no certificate", "HTTP cannot listen on 127.0.0.1")
        .doesNotContain("loading");
    assertThat(topics()).noneMatch(topic -> topic.startsWith("early"));
  }

  @Test
  void aNetworkThatDoesNotLoadLeavesNoTopics() throws Exception {
    Path file = Files.writeString(folder.resolve("model.pt"), "no archive");
    String digest =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    Cli.Run run =
        run(
            "unloaded",
            "model { network = torchscript, torchscript { file = \"%s\", allowed-sha256 = [%s] } }"
                .formatted(file, digest));
    assertThat(run.err()).contains("zeroflow.model.torchscript: ");
    assertThat(run.code()).isEqualTo(2);
    assertThat(topics()).noneMatch(topic -> topic.startsWith("unloaded"));
  }

  @Test
  void topicsThatCannotAllBeMadeAreNotMade() throws Exception {
    // To Kafka, the names of the two topics are too alike for both to be.
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", live.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("alike.dlq", 1, (short) 1))).all().get();
    }
    Cli.Run run = run("half", "kafka.topics.dead-letters = alike_dlq");
    assertThat(run.err()).contains("Kafka would not create topic alike_dlq");
    assertThat(run.code()).isEqualTo(2);
    assertThat(topics()).noneMatch(topic -> topic.startsWith("half"));
  }

  /** It takes a free port, and says so before the broker is started and the network loaded. */
  @Test
  void theDemoLooksForItsPortFirst() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Cli.Run run =
          Cli.run(
              "demo",
              "--port",
              port,
              "--tasks",
              "1",
              "--classes",
              "2",
              "--train-per-class",
              "4",
              "--test-per-class",
              "2",
              "--epochs",
              "1");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out().indexOf("port %s is taken".formatted(port)))
          .isNotNegative()
          .isLessThan(run.out().indexOf("starting an embedded Kafka"));
    }
  }

  private Cli.Run run(String name, String settings) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            zeroflow {
              model.id = %1$s
              http.port = 0
              kafka {
                bootstrap-servers = "%2$s"
                topics { tasks = %1$s.tasks, dead-letters = %1$s.dlq, journal = %1$s.journal }
              }
            }
            zeroflow { %3$s }
            """
                .formatted(name, live.bootstrapServers(), settings));
    return Cli.run("run", "--config", config.toString());
  }

  private Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", live.bootstrapServers()))) {
      return admin.listTopics().names().get();
    }
  }
}

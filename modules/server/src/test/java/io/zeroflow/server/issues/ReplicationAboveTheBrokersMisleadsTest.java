package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.Cli;
import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The production profile asks for three copies; on one broker {@code topics create} asked whether
 * the address was right.
 */
@Live
class ReplicationAboveTheBrokersMisleadsTest {

  @TempDir private Path folder;
  private final LiveZeroflow live;

  ReplicationAboveTheBrokersMisleadsTest(LiveZeroflow live) {
    this.live = live;
  }

  @Test
  void theBrokersAreCountedAndTheRemedyWorks() throws Exception {
    String file = config("copies", "");
    Cli.Run refused = Cli.run("topics", "create", "--config", file);
    assertThat(refused.err())
        .contains("3 copies", "has 1", "--replication 1", "KAFKA_REPLICATION")
        .doesNotContain("address right");
    assertThat(refused.code()).isEqualTo(2);

    Cli.Run created = Cli.run("topics", "create", "--config", file, "--replication", "1");
    assertThat(created.out()).as(created.err()).contains("created copies.tasks");
    assertThat(Cli.run("validate-config", "--connect", "--config", file).out())
        .contains("Kafka is ready");
  }

  @Test
  void aStartThatWouldMakeThemSaysTheSame() throws Exception {
    String file = config("many", "topics.create = true");
    Cli.Run run = Cli.run("run", "--config", file);
    assertThat(run.err()).contains("3 copies", "has 1");
    assertThat(run.code()).isEqualTo(2);
    assertThat(Cli.run("validate-config", "--connect", "--config", file).err())
        .contains("3 copies", "has 1");
  }

  private String config(String name, String kafka) throws Exception {
    Path profile = Path.of("../../config/production.conf").toRealPath();
    return Files.writeString(
            folder.resolve(name + ".conf"),
            """
            include file("%1$s")
            zeroflow {
              http.port = 0
              kafka {
                bootstrap-servers = "%2$s"
                topics { tasks = %3$s.tasks, dead-letters = %3$s.dlq, journal = %3$s.journal }
                %4$s
              }
            }
            """
                .formatted(profile, live.bootstrapServers(), name, kafka))
        .toString();
  }
}

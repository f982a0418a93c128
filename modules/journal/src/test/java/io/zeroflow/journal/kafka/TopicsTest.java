package io.zeroflow.journal.kafka;

import static io.zeroflow.journal.kafka.Journals.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.journal.JournalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void createMakesWhatIsMissingAndNothingElse() throws Exception {
    Topics topics = new Topics("a.tasks", "a.dlq", "a.journal", 3, (short) 1);
    assertThat(topics.missing(client(kafka))).containsExactly("a.tasks", "a.dlq", "a.journal");
    assertThat(topics.create(client(kafka))).containsExactly("a.tasks", "a.dlq", "a.journal");
    assertThat(topics.missing(client(kafka))).isEmpty();
    assertThat(topics.create(client(kafka))).isEmpty();

    Topics other = new Topics("b.tasks", "a.dlq", "b.journal", 1, (short) 1);
    assertThat(other.missing(client(kafka))).containsExactly("b.tasks", "b.journal");
    assertThat(other.create(client(kafka))).containsExactly("b.tasks", "b.journal");

    try (Admin admin = Admin.create(client(kafka))) {
      Map<String, TopicDescription> made =
          admin.describeTopics(List.of("a.tasks", "a.dlq", "a.journal")).allTopicNames().get();
      assertThat(made.values())
          .extracting(TopicDescription::name, topic -> topic.partitions().size())
          .containsExactlyInAnyOrder(tuple("a.tasks", 3), tuple("a.dlq", 3), tuple("a.journal", 1));
    }
  }

  @Test
  void theJournalIsKeptForEver() throws Exception {
    Topics topics = new Topics("c.tasks", "c.dlq", "c.journal", 1, (short) 1);
    topics.create(client(kafka));
    ConfigResource journal = new ConfigResource(ConfigResource.Type.TOPIC, "c.journal");
    try (Admin admin = Admin.create(client(kafka))) {
      Config config =
          admin.describeConfigs(List.of(journal)).all().get().values().iterator().next();
      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
      assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
      assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
    }
  }

  /** As somebody would make it by hand, with the broker's defaults or worse. */
  @Test
  void aJournalThatWouldLoseRecordsIsNamed() throws Exception {
    Topics ours = new Topics("e.tasks", "e.dlq", "e.journal", 1, (short) 1);
    ours.create(client(kafka));
    assertThat(ours.misconfigured(client(kafka))).isEmpty();

    try (Admin admin = Admin.create(client(kafka))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("f.journal", 2, (short) 1)
                      .configs(
                          Map.of(
                              "cleanup.policy",
                              "compact",
                              "retention.ms",
                              "86400000",
                              "max.message.bytes",
                              "1000"))))
          .all()
          .get();
    }
    Topics byHand = new Topics("f.tasks", "f.dlq", "f.journal", 1, (short) 1);
    byHand.create(client(kafka));
    assertThat(byHand.misconfigured(client(kafka)))
        .containsExactly(
            "it has 2 partitions, and records must have one order: make it anew with 1",
            "cleanup.policy is compact; set it to delete",
            "max.message.bytes is 1000; set it to 1048576",
            "retention.ms is 86400000; set it to -1");
  }

  @Test
  void aRefusalOfTheBrokerIsPassedOn() {
    Topics topics = new Topics("d.tasks", "d.dlq", "d.journal", 1, (short) 3);
    assertThatThrownBy(() -> topics.create(client(kafka)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(kafka.bootstrapServers())
        .hasMessageContaining("eplication");
  }

  /** Takes the whole 10 s of the client's timeout. */
  @Test
  void aBrokerThatIsAwayIsNamedByItsAddress() {
    String address = deadAddress();
    Topics topics = new Topics("t", "d", "j", 1, (short) 1);
    assertThatThrownBy(
            () -> topics.missing(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(address)
        .hasMessageContaining("is the broker up");
  }

  /** An address where nobody listens: its port was free a moment ago. */
  static String deadAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

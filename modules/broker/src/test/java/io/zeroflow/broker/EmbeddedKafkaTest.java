package io.zeroflow.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  @TempDir private Path directory;

  @Test
  void committedRecordsSurviveARestartAndNothingElseIsLeft() throws Exception {
    Set<Thread> before = nonDaemons();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      Client client = new Client(kafka);
      assertOnlyLoopbackAndNoTopicsByAccident(client);
      assertThatIllegalStateException()
          .isThrownBy(() -> EmbeddedKafka.start(directory))
          .withMessageContaining("in use");
      createTopic(client);
      commitOneAndAbortOne(client);
      assertThat(client.uncommitted("t")).containsExactly("kept", "aborted");
      assertThat(client.committed("t")).containsExactly("kept");
    }
    for (Thread left : nonDaemons()) {
      if (!before.contains(left)) {
        left.join(10_000);
        assertThat(left.isAlive()).as("%s outlives the broker", left).isFalse();
      }
    }
    try (EmbeddedKafka again = EmbeddedKafka.start(directory)) {
      assertThat(new Client(again).committed("t")).containsExactly("kept");
    }
  }

  @Test
  void aPortThatIsTakenBetweenChoiceAndUseIsChosenAnew() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
      Ports free = Ports.free();
      Queue<Ports> choices =
          new ArrayDeque<>(
              List.of(
                  new Ports(taken.getLocalPort(), free.controller()),
                  new Ports(free.broker(), taken.getLocalPort()),
                  free));
      try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, choices::remove)) {
        assertThat(choices).isEmpty();
        createTopic(new Client(kafka));
      }
    }
  }

  @Test
  void aTakenPortIsNamedAndTheDirectoryIsFreeAgain() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
      int port = taken.getLocalPort();
      assertThatIllegalStateException()
          .isThrownBy(() -> EmbeddedKafka.start(directory, port))
          .withMessageContaining("port " + port)
          .withMessageContaining("taken");
    }
    DataDirectory.open(directory).close();
  }

  @Test
  void aPortThatCannotBeIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddedKafka.start(directory, 65536))
        .withMessageContaining("65536");
  }

  private static void createTopic(Client client) throws Exception {
    try (Admin admin = Admin.create(client.settings())) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    }
  }

  private static void commitOneAndAbortOne(Client client) throws Exception {
    Map<String, Object> settings = client.settings();
    settings.put("transactional.id", "writer");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("t", "kept")).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("t", "aborted")).get();
      producer.abortTransaction();
    }
  }

  private static void assertOnlyLoopbackAndNoTopicsByAccident(Client client) throws Exception {
    try (Admin admin = Admin.create(client.settings())) {
      assertThat(admin.describeCluster().nodes().get())
          .extracting(Node::host)
          .containsExactly("127.0.0.1");
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
      assertThat(admin.describeConfigs(List.of(broker)).all().get().values())
          .flatExtracting(Config::entries)
          .filteredOn(entry -> entry.name().equals("auto.create.topics.enable"))
          .extracting(ConfigEntry::value)
          .containsExactly("false");
    }
  }

  private static Set<Thread> nonDaemons() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}

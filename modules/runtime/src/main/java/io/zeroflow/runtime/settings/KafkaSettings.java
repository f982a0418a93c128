package io.zeroflow.runtime.settings;

import io.zeroflow.journal.kafka.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where Kafka is and how its topics are called.
 *
 * @param client properties for every Kafka client, the bootstrap servers among them; may hold
 *     secrets, so it is never printed
 * @param createTopics whether {@code run} creates missing topics
 * @param onLostInput what a learner does at its start about input that is gone
 * @param predictions by which topics predictions are asked for; empty for none
 */
public record KafkaSettings(
    Map<String, Object> client,
    Topics topics,
    boolean createTopics,
    LostInput onLostInput,
    Optional<PredictionTopics> predictions) {

  /** What to do about records that the tasks topic dropped before they were learned. */
  public enum LostInput {
    STOP,
    SKIP
  }

  private static final Pattern ADDRESS = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:]+]):\\d{1,5}");

  /** As brokers take them. */
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  public KafkaSettings {
    client = Map.copyOf(client);
  }

  /** Address of the cluster. */
  public String bootstrapServers() {
    return String.valueOf(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers() + ", " + topics + "]";
  }

  private static String servers(Section section) {
    String servers = section.text("bootstrap-servers");
    for (String server : servers.split(",", -1)) {
      if (!ADDRESS.matcher(server.strip()).matches()) {
        section.wrong(
            "bootstrap-servers",
            "'%s' is not host:port, such as localhost:9092".formatted(server.strip()));
      }
    }
    return servers;
  }

  static KafkaSettings from(Section section) {
    Map<String, Object> client = new HashMap<>();
    section
        .section("client")
        .config()
        .entrySet()
        .forEach(e -> client.put(unquoted(e.getKey()), e.getValue().unwrapped().toString()));
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers(section));
    if (section.good("bootstrap-servers")) {
      check(section, client);
    }
    Section topics = section.section("topics");
    String questions = topics.optional("questions");
    Optional<PredictionTopics> predictions =
        questions.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new PredictionTopics(topic(topics, "questions"), topic(topics, "predictions")));
    return new KafkaSettings(
        client,
        new Topics(
            topic(topics, "tasks"),
            topic(topics, "dead-letters"),
            topic(topics, "journal"),
            topics.whole("partitions", 1, 10_000),
            (short) topics.whole("replication", 1, 100),
            predictions.map(p -> List.of(p.questions(), p.predictions())).orElse(List.of())),
        topics.flag("create"),
        section.choice("on-lost-input", LostInput.class),
        predictions);
  }

  /** Has Kafka look at the properties that all of its clients share; nothing is connected. */
  private static void check(Section section, Map<String, Object> client) {
    try {
      var unused = new AdminClientConfig(new HashMap<>(client));
    } catch (ConfigException e) {
      section.secret("client", "zeroflow.kafka.client: " + e.getMessage());
    }
  }

  private static String topic(Section topics, String key) {
    String name = topics.text(key);
    if (!TOPIC.matcher(name).matches()) {
      topics.wrong(key, "use up to 249 letters, digits, dots, dashes and underscores");
    }
    return name;
  }

  private static String unquoted(String path) {
    return path.replace("\"", "");
  }
}

package io.zeroflow.journal.kafka;

import io.zeroflow.journal.JournalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of one deployment and the settings that they need.
 *
 * @param tasks samples in
 * @param deadLetters records that could not be read
 * @param journal the truth
 * @param partitions of the tasks and dead-letter topics; the journal always has one
 * @param replication replicas of each partition
 * @param others what else is there, with as many partitions as the tasks topic
 */
public record Topics(
    String tasks,
    String deadLetters,
    String journal,
    int partitions,
    short replication,
    List<String> others) {

  /** The largest message of the journal, in bytes; larger records are cut into several. */
  static final int LARGEST_MESSAGE = 1 << 20;

  private static final int TIMEOUT_MS = 10_000;
  private static final int LOOK_AGAIN_MS = 20;

  public Topics {
    others = List.copyOf(others);
  }

  /** The three that every deployment has. */
  public Topics(
      String tasks, String deadLetters, String journal, int partitions, short replication) {
    this(tasks, deadLetters, journal, partitions, replication, List.of());
  }

  /**
   * Creates what is missing, waits until it is there, and returns the names of what was created.
   */
  public List<String> create(Map<String, Object> client) {
    List<String> created = new ArrayList<>();
    try (Admin admin = Admin.create(adminConfig(client))) {
      for (NewTopic topic : definitions()) {
        try {
          admin.createTopics(List.of(topic)).all().get();
          created.add(topic.name());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw unreachable(client, e);
          }
        }
      }
      awaitVisible(client, admin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while creating topics", e);
    }
    return created;
  }

  /** The controller's yes comes before the brokers know the topic. */
  private void awaitVisible(Map<String, Object> client, Admin admin) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMillis(TIMEOUT_MS).toNanos();
    List<String> missing = missing(client, admin);
    while (!missing.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new JournalException(
            "topics %s were created, but Kafka does not show them".formatted(missing));
      }
      Thread.sleep(LOOK_AGAIN_MS);
      missing = missing(client, admin);
    }
  }

  /**
   * What keeps Kafka from creating the topics that are missing, in words with the remedy. Nothing
   * is created.
   */
  public List<String> refused(Map<String, Object> client) {
    try (Admin admin = Admin.create(adminConfig(client))) {
      List<String> missing = missing(client, admin);
      if (missing.isEmpty()) {
        return List.of();
      }
      int brokers = admin.describeCluster().nodes().get().size();
      if (replication > brokers) {
        return List.of(
            "topics %s are to be made with %d copies of every record, each on a broker of its own, and Kafka at %s has %d; start more brokers, or ask for fewer copies: `zeroflow topics create --replication %d`, KAFKA_REPLICATION or zeroflow.kafka.topics.replication"
                .formatted(missing, replication, servers(client), brokers, brokers));
      }
      List<String> refused = new ArrayList<>();
      for (NewTopic topic : definitions()) {
        if (missing.contains(topic.name())) {
          tryOut(admin, topic).ifPresent(refused::add);
        }
      }
      return refused;
    } catch (ExecutionException e) {
      throw unreachable(client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while asking for topics", e);
    }
  }

  /** The broker's own no: an access list, a policy, a name that it does not take. */
  private static Optional<String> tryOut(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true)).all().get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case TopicExistsException _ -> Optional.empty();
        case RetriableException _ -> throw e;
        case null -> throw e;
        case Throwable no ->
            Optional.of(
                "Kafka would not create topic %s: %s".formatted(topic.name(), no.getMessage()));
      };
    }
  }

  /** What the user that the client logs in as may not do with the topics that there are. */
  public List<String> forbidden(Map<String, Object> client) {
    try (Admin admin = Admin.create(adminConfig(client))) {
      Map<String, AclOperation[]> rights = rights();
      rights.keySet().removeAll(missing(client, admin));
      Map<String, TopicDescription> topics =
          admin
              .describeTopics(
                  rights.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
              .allTopicNames()
              .get();
      List<String> forbidden = new ArrayList<>();
      topics.forEach(
          (name, topic) -> {
            for (AclOperation needed : rights.getOrDefault(name, new AclOperation[0])) {
              Set<AclOperation> allowed = topic.authorizedOperations();
              if (allowed != null && !allowed.contains(needed)) { // null: a broker that cannot tell
                forbidden.add(
                    "Kafka does not let this user %s topic %s; grant it with kafka-acls.sh --add --operation %s --topic %s"
                        .formatted(needed.name().toLowerCase(Locale.ROOT), name, needed, name));
              }
            }
          });
      return forbidden;
    } catch (ExecutionException e) {
      throw unreachable(client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while asking for rights", e);
    }
  }

  /** What a learner does with which topic. */
  private Map<String, AclOperation[]> rights() {
    Map<String, AclOperation[]> rights = new TreeMap<>();
    rights.put(tasks, new AclOperation[] {AclOperation.READ});
    rights.put(deadLetters, new AclOperation[] {AclOperation.WRITE});
    rights.put(journal, new AclOperation[] {AclOperation.READ, AclOperation.WRITE});
    return rights;
  }

  /** Names of the topics that do not exist. */
  public List<String> missing(Map<String, Object> client) {
    try (Admin admin = Admin.create(adminConfig(client))) {
      return missing(client, admin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while listing topics", e);
    }
  }

  private List<String> missing(Map<String, Object> client, Admin admin)
      throws InterruptedException {
    try {
      Set<String> existing = admin.listTopics().names().get();
      return definitions().stream().map(NewTopic::name).filter(t -> !existing.contains(t)).toList();
    } catch (ExecutionException e) {
      throw unreachable(client, e);
    }
  }

  /**
   * What of the journal's settings would lose records or refuse them, in words with the remedy; one
   * that somebody created by hand may have a broker's defaults.
   */
  public List<String> misconfigured(Map<String, Object> client) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, journal);
    try (Admin admin = Admin.create(adminConfig(client))) {
      Config config =
          admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
      TopicDescription topic =
          admin.describeTopics(List.of(journal)).allTopicNames().get().values().iterator().next();
      List<String> problems = new ArrayList<>();
      if (topic.partitions().size() != 1) {
        problems.add(
            "it has %d partitions, and records must have one order: make it anew with 1"
                .formatted(topic.partitions().size()));
      }
      journalConfig()
          .forEach(
              (key, needed) -> {
                String value = config.get(key).value();
                if (!suffices(key, value, needed)) {
                  problems.add("%s is %s; set it to %s".formatted(key, value, needed));
                }
              });
      return problems;
    } catch (ExecutionException e) {
      throw unreachable(client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while looking at the journal's settings", e);
    }
  }

  /** Id of the journal's topic: one that is made anew has another. */
  public String journalId(Map<String, Object> client) {
    try (Admin admin = Admin.create(adminConfig(client))) {
      return admin
          .describeTopics(List.of(journal))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .topicId()
          .toString();
    } catch (ExecutionException e) {
      throw unreachable(client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while looking at the journal", e);
    }
  }

  private static boolean suffices(String key, String value, String needed) {
    return key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
        ? Integer.parseInt(value) >= Integer.parseInt(needed)
        : value.equals(needed);
  }

  /** Kept for ever and never compacted: weights are the sum of all records. */
  private static Map<String, String> journalConfig() {
    return new TreeMap<>(
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.RETENTION_BYTES_CONFIG,
            "-1",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(LARGEST_MESSAGE)));
  }

  private List<NewTopic> definitions() {
    List<NewTopic> all = new ArrayList<>();
    all.add(new NewTopic(tasks, partitions, replication));
    all.add(new NewTopic(deadLetters, partitions, replication));
    all.add(new NewTopic(journal, 1, replication).configs(journalConfig()));
    others.forEach(other -> all.add(new NewTopic(other, partitions, replication)));
    return all;
  }

  private static Map<String, Object> adminConfig(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 2);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    return config;
  }

  private static JournalException unreachable(Map<String, Object> client, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause(); // whose message names no class
    return new JournalException(
        "Kafka at %s does not answer as it should (%s); is the broker up and the address right?"
            .formatted(servers(client), cause.getMessage()),
        e);
  }

  private static String servers(Map<String, Object> client) {
    return String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
  }
}

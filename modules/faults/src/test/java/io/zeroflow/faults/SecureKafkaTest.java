package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.runtime.TopicSetup;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics and the journal over TLS with a password, by the settings that an operator writes. */
@Row("a broker with TLS")
class SecureKafkaTest {

  private static final String PASSWORD = "the-right-password";

  @TempDir private static Path directory;
  private static SecureBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = SecureBroker.start(directory, PASSWORD);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Settings settings(String password) {
    return settings(broker.config(password), "zeroflow");
  }

  private static Settings settings(String broker, String topics) {
    return Settings.from(
        ConfigFactory.parseString(broker)
            .withFallback(
                ConfigFactory.parseString(
                    "zeroflow.kafka.topics { tasks = %1$s.tasks, dead-letters = %1$s.tasks.dlq, journal = %1$s.journal }"
                        .formatted(topics)))
            .withFallback(ConfigFactory.defaultReference())
            .resolve());
  }

  @Test
  void theJournalIsWrittenAndRead() throws Exception {
    KafkaSettings kafka = settings(PASSWORD).kafka();
    assertThat(kafka.topics().create(kafka.client())).hasSize(3);
    assertThat(kafka.topics().misconfigured(kafka.client())).isEmpty();
    JournalRecord record =
        new JournalRecord(0, 0, Instant.EPOCH, List.of(), new Change.TaskStarted("t"));
    String topic = kafka.topics().journal();
    try (JournalWriter writer = JournalWriter.open(kafka.client(), topic, "m")) {
      writer.append(record);
      writer.flush();
    }
    List<JournalRecord> read = new ArrayList<>();
    try (JournalReader reader = new JournalReader(kafka.client(), topic, "m")) {
      Waits.patiently()
          .until(
              () -> {
                read.addAll(reader.poll(Duration.ofMillis(100)));
                return !read.isEmpty();
              });
    }
    assertThat(read).containsExactly(record);
  }

  /** Before anything is changed or loaded: a step that may not be written would end the learner. */
  @Test
  void aRightThatIsMissingIsNamedBeforeAStart() throws Exception {
    KafkaSettings owner = settings(broker.config(PASSWORD), "guarded").kafka();
    KafkaSettings guest = settings(broker.config(SecureBroker.GUEST, PASSWORD), "guarded").kafka();
    assertThat(TopicSetup.create(owner)).hasSize(3);
    assertThat(TopicSetup.mistakes(guest)).isEmpty();
    ResourcePattern journal =
        new ResourcePattern(ResourceType.TOPIC, "guarded.journal", PatternType.LITERAL);
    try (Admin admin = Admin.create(owner.client())) {
      admin
          .createAcls(
              Stream.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS)
                  .map(
                      operation ->
                          new AclBinding(
                              journal,
                              new AccessControlEntry(
                                  "User:" + SecureBroker.GUEST,
                                  "*",
                                  operation,
                                  AclPermissionType.ALLOW)))
                  .toList())
          .all()
          .get();
    }
    Waits.patiently()
        .untilAsserted(
            () ->
                assertThat(TopicSetup.mistakes(guest))
                    .singleElement()
                    .asString()
                    .contains("does not let this user write topic guarded.journal"));
    assertThat(TopicSetup.mistakes(owner)).isEmpty();
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() {
    String wrong = "not-the-password";
    Settings settings = settings(wrong);
    KafkaSettings kafka = settings.kafka();
    assertThatThrownBy(() -> kafka.topics().missing(kafka.client()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(broker.address())
        .hasMessageContaining("uthentication")
        .message()
        .doesNotContain(wrong);
    assertThat(settings.toString())
        .doesNotContain(wrong)
        .doesNotContain(SecureBroker.STORE_PASSWORD);
  }
}

package io.zeroflow.journal.kafka;

import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Journals on a test's broker. */
final class Journals {

  private Journals() {}

  static Map<String, Object> client(EmbeddedKafka kafka) {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
  }

  /** Creates a journal topic of that name, and what goes with it. */
  static String create(EmbeddedKafka kafka, String name) {
    new Topics(name + ".tasks", name + ".dlq", name, 1, (short) 1).create(client(kafka));
    return name;
  }

  /** A record that says which it is. */
  static JournalRecord record(long sequence) {
    return new JournalRecord(
        1, sequence, Records.TIME, List.of(), new Change.TaskStarted("task-" + sequence));
  }

  /**
   * Reads to the end, and on until there are {@code atLeast} records: a transaction becomes visible
   * a moment after its commit is safe.
   */
  static List<JournalRecord> read(EmbeddedKafka kafka, String topic, String model, int atLeast) {
    List<JournalRecord> records = new ArrayList<>();
    try (JournalReader reader = new JournalReader(client(kafka), topic, model)) {
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (records.size() < atLeast && System.nanoTime() < deadline
          || reader.position() < reader.end()) {
        records.addAll(reader.poll(Duration.ofMillis(200)));
      }
    }
    return records;
  }
}

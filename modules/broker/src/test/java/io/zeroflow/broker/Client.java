package io.zeroflow.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Ordinary Kafka clients of a broker under test. */
record Client(EmbeddedKafka kafka) {

  Map<String, Object> settings() {
    return new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  /** All values of partition 0 that a reader of committed records is shown. */
  List<String> committed(String topic) {
    return read(topic, "read_committed");
  }

  /** All values of partition 0, those of aborted transactions too. */
  List<String> uncommitted(String topic) {
    return read(topic, "read_uncommitted");
  }

  private List<String> read(String topic, String isolation) {
    Map<String, Object> settings = settings();
    settings.put("isolation.level", isolation);
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}

package io.zeroflow.runtime.source;

import io.zeroflow.runtime.settings.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.Subscriptions;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Reading a topic from given offsets on, by manual assignment: positions live in the journal, and
 * one learner or follower reads every partition, so a consumer group would only get in the way.
 */
public final class TaskRecords {

  private TaskRecords() {}

  /** Committed records of a topic; transactions that were aborted or are open are not seen. */
  public static Source<ConsumerRecord<byte[], byte[]>, Consumer.Control> committed(
      ActorSystem system, KafkaSettings kafka, String topic, Map<Integer, Long> positions) {
    ConsumerSettings<byte[], byte[]> settings =
        ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .withProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    for (Map.Entry<String, Object> property : kafka.client().entrySet()) {
      settings = settings.withProperty(property.getKey(), String.valueOf(property.getValue()));
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    positions.forEach((p, offset) -> offsets.put(new TopicPartition(topic, p), offset));
    return Consumer.plainSource(settings, Subscriptions.assignmentWithOffset(offsets));
  }
}

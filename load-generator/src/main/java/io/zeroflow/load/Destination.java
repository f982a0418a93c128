package io.zeroflow.load;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks first whether the broker and the topic are there: a producer alone cannot tell them apart.
 */
final class Destination {

  private Destination() {}

  /**
   * @throws FeedException if no broker answers, it refuses us, or it has no such topic
   */
  static void check(ProducerSettings settings, String topic)
      throws FeedException, InterruptedException {
    try (Admin admin = Admin.create(settings.forAdmin())) {
      admin.describeTopics(List.of(topic)).allTopicNames().get();
    } catch (ExecutionException e) {
      throw failure(settings, topic, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw failure(settings, topic, e);
    }
  }

  static FeedException failure(ProducerSettings settings, String topic, Throwable cause) {
    if (root(cause) instanceof LinkageError library) {
      return new FeedException(NativeLibrary.missing(library), cause);
    }
    String servers = settings.bootstrapServers();
    String message =
        switch (cause) {
          case UnknownTopicOrPartitionException e ->
              "the broker at %s has no topic '%s'; create it, or start the Zeroflow server, which does"
                  .formatted(servers, topic);
          case TimeoutException e ->
              "no broker answers at %s; start one there, or give the address of one that runs (bootstrap servers)"
                  .formatted(servers);
          default ->
              "the producer to %s failed: %s; check the address and the producer properties"
                  .formatted(servers, reasons(cause));
        };
    return new FeedException(message, cause);
  }

  private static Throwable root(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : root(cause);
  }

  /** Kafka says "Failed to construct" and hides why in the cause. */
  private static String reasons(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage()).strip().replaceAll("\\s+", " ");
    Throwable cause = thrown.getCause();
    return cause == null ? message : message + ": " + reasons(cause);
  }
}

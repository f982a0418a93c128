package io.zeroflow.load;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of the producer: what a feed needs, under what its user sets.
 *
 * @param properties complete but for the serializers
 */
record ProducerSettings(Map<String, Object> properties) {
  /** The largest sample is 8 MiB; whether a record is too large is for the broker to say. */
  private static final int MAX_REQUEST_BYTES = 9 << 20;

  private static final long MAX_BLOCK_MILLIS = 8_000;

  /** Lets the user's properties override the feed's. */
  static ProducerSettings of(Map<String, Object> user) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "zeroflow-load-generator");
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    // Named, so that a property which would quietly switch it off is an error instead.
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.putAll(user);
    return new ProducerSettings(Map.copyOf(all));
  }

  String bootstrapServers() {
    return String.valueOf(properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
  }

  /** The same connection for an administrator, who gives up as soon as the producer would. */
  Map<String, Object> forAdmin() {
    Map<String, Object> admin = new HashMap<>(properties);
    admin.keySet().retainAll(AdminClientConfig.configNames());
    Object patience = properties.getOrDefault(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(patience));
    admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(patience));
    return admin;
  }
}

package io.zeroflow.faults;

import java.util.Map;

/** Kafka as its clients see it. */
interface Kafka {

  /** Bootstrap servers. */
  String address();

  /** Copies of every topic. */
  default short replication() {
    return 1;
  }

  default Map<String, Object> client() {
    return Map.of("bootstrap.servers", address());
  }
}

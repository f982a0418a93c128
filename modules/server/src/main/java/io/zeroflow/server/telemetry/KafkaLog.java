package io.zeroflow.server.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What Kafka's clients log. */
public final class KafkaLog {

  private KafkaLog() {}

  /**
   * Errors only, from now on: for commands that say themselves what went wrong, where the clients
   * would warn of it ten times before.
   */
  public static void quiet() {
    if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
      kafka.setLevel(Level.ERROR);
    }
  }
}

package io.zeroflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ActorConfigTest {

  /** With Pekko's hook, a stop by SIGTERM would try to add it while the JVM goes down, and warn. */
  @Test
  void holdsAlsoWherePekkosJarComesFirst() {
    Config pekkos =
        ConfigFactory.parseString(
            """
            pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = on
            pekko.kafka.consumer.stop-timeout = 30s
            pekko.loglevel = WARNING
            """);

    Config effective = ActorConfig.of(pekkos.withFallback(ConfigFactory.load()));

    assertThat(effective.getBoolean("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook"))
        .isFalse();
    assertThat(effective.getDuration("pekko.kafka.consumer.stop-timeout")).isZero();
    assertThat(effective.getString("pekko.loglevel")).as("the user's own").isEqualTo("WARNING");
  }
}

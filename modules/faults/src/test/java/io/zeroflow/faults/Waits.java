package io.zeroflow.faults;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How tests wait: for something to be so, never for a time. */
final class Waits {

  static final Duration LONG = Duration.ofMinutes(4);

  private Waits() {}

  static ConditionFactory patiently() {
    return Awaitility.await().pollInSameThread().pollInterval(Duration.ofMillis(50)).atMost(LONG);
  }
}

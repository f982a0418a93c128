package io.zeroflow.runtime.source;

import io.zeroflow.journal.Consumed;

/** What comes out of the tasks topic, in the order of each partition. */
sealed interface Arrival permits Decoded, Arrival.Lost {

  /**
   * Records that the topic dropped before they were read, and that are skipped as the settings say.
   *
   * @param why in words
   */
  record Lost(Consumed range, String why) implements Arrival {}
}

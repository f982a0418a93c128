package io.zeroflow.model.method;

import org.jspecify.annotations.Nullable;

/** The head as a method sees it. */
public interface Head {

  /** Samples behind the row of a label; 0 if it has none. */
  long count(String label);

  /** A copy of a label's row, or null if it has none. */
  float @Nullable [] values(String label);

  /** Number of the label's row, or −1 if it has none. */
  int row(String label);
}

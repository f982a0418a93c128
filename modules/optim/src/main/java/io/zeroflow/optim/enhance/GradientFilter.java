package io.zeroflow.optim.enhance;

import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.estimate.Estimate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Changes a gradient on its way to the update rule. */
public interface GradientFilter extends Persistent {

  /** Prepares a step over d coordinates; state of new ones starts at zero. */
  default void begin(int d) {}

  /**
   * Changes {@code g[0..n)}, the gradient of coordinates from {@code from} on.
   *
   * @param estimate where the gradient came from
   * @param keep whether the state of these coordinates moves too; else this is a preview
   */
  void filter(Estimate estimate, int from, int n, float[] g, boolean keep);

  /** The step counts. */
  default void commit() {}

  /** Takes over the state of a filter of the same kind. */
  default void adopt(GradientFilter previous) {}

  /** Nothing, unless there is a state. */
  @Override
  default void save(DataOutput out) throws IOException {}

  @Override
  default void load(DataInput in) throws IOException {}

  /** Same settings and history, independent future. */
  GradientFilter fork();
}

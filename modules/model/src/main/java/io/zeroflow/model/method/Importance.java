package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;

/**
 * How much each slice of θ matters to the tasks that are over: a fold over the journal. Forward
 * passes cannot tell single coordinates apart at a bearable price, but they can tell slices, such
 * as an adapter's weight or one head row.
 */
interface Importance {

  /** Every part alike: the L2 anchor. */
  Importance UNIFORM =
      new Importance() {
        @Override
        public void apply(Change change, Replica before) {}

        @Override
        public double of(Part part) {
          return 1;
        }
      };

  /**
   * Takes the next change.
   *
   * @param before the replica, to which the change is about to be applied
   */
  void apply(Change change, Replica before);

  /** Weight of a part in the penalty; 0 if it has none yet. */
  double of(Part part);
}

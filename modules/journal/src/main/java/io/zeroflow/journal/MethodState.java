package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;

/**
 * What a continual-learning method knows beside θ and the head, such as adapters of earlier tasks
 * or prototypes: a fold over the journal, as θ is, so that every follower holds the same. Confined
 * to its replica's thread.
 */
public interface MethodState extends Persistent {

  /** Of a method that knows nothing more. */
  MethodState NONE =
      new MethodState() {
        @Override
        public void apply(Change change, Replica before) {}

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}
      };

  /**
   * Takes the next change.
   *
   * @param before the replica, to which the change is about to be applied
   */
  void apply(Change change, Replica before);
}

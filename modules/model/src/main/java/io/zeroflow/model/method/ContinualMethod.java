package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.util.List;

/** How a stream of tasks is learned. One object learns one model, on one thread. */
public interface ContinualMethod {

  /** Canonical name with all that shapes it: a journal belongs to one. */
  String name();

  /** The state of an empty journal, for a replica of this method. */
  default MethodState newState() {
    return MethodState.NONE;
  }

  /** Whether θ is to start afresh with the task that begins next. */
  default boolean restarts(Replica replica) {
    return false;
  }

  /**
   * Takes note of a batch of the running task, as {@link #lesson} does before anything else. Alone
   * it is called for batches that were learned before a restart, so that what is held in memory is
   * as if there had been none.
   *
   * @param replica with this method's state; not to be changed
   */
  default void observe(Replica replica, Samples samples) {}

  /**
   * What a batch of the running task should change.
   *
   * @param replica with this method's state; not to be changed
   */
  Lesson lesson(Replica replica, Samples samples);

  /**
   * What is kept of the running task, which is about to end.
   *
   * @param replica with this method's state; not to be changed
   */
  default List<Change> end(Replica replica) {
    return List.of();
  }

  /** How the model classifies as it is now; unaffected by later changes of the replica. */
  Predictor predictor(Replica replica);
}

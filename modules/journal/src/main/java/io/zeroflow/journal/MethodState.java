package io.zeroflow.journal;

/**
 * What a continual-learning method knows beside θ and the head, such as adapters of earlier tasks
 * or prototypes: a fold over the journal, as θ is, so that every follower holds the same. Confined
 * to its replica's thread.
 */
@FunctionalInterface
public interface MethodState {

  /** Of a method that knows nothing more. */
  MethodState NONE = (change, replica) -> {};

  /**
   * Takes the next change.
   *
   * @param before the replica, to which the change is about to be applied
   */
  void apply(Change change, Replica before);
}

package io.zeroflow.data;

/**
 * The producer's word that no more samples of a task follow.
 *
 * @param task the task that ends, as {@link Names} has it
 */
public record TaskEnd(String task) implements StreamMessage {
  /**
   * @throws IllegalArgumentException for a task that is no name
   */
  public TaskEnd {
    task = Names.canonical("task", task);
  }
}

package io.zeroflow.data;

/**
 * The producer's word that no more samples of a task follow.
 *
 * @param task the task that ends, not blank
 */
public record TaskEnd(String task) implements StreamMessage {
  /**
   * @throws IllegalArgumentException for a blank task name
   */
  public TaskEnd {
    if (task.isBlank()) {
      throw new IllegalArgumentException("a task end must name its task, but the name is blank");
    }
  }
}

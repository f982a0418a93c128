package io.zeroflow.data;

/**
 * One labelled input.
 *
 * @param task the task it belongs to, as {@link Names} has it; empty in a task-free stream
 * @param label the class, as {@link Names} has it
 * @param split whether it may be learned from
 * @param payload the input itself
 */
public record Sample(String task, String label, Split split, Payload payload)
    implements StreamMessage {
  /**
   * @throws IllegalArgumentException for a label or a task that is no name
   */
  public Sample {
    task = task.isEmpty() ? task : Names.canonical("task", task);
    label = Names.canonical("label", label);
  }
}

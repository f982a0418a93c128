package io.zeroflow.data;

/**
 * One labelled input.
 *
 * @param task the task it belongs to; empty in a task-free stream
 * @param label the class, not blank
 * @param split whether it may be learned from
 * @param payload the input itself
 */
public record Sample(String task, String label, Split split, Payload payload)
    implements StreamMessage {
  /**
   * @throws IllegalArgumentException for a blank label
   */
  public Sample {
    if (label.isBlank()) {
      throw new IllegalArgumentException("a sample must have a label, but it is blank");
    }
  }
}

package io.zeroflow.runtime.source;

import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.runtime.source.Decoded.BadRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a well-formed sample must also satisfy before it is learned or measured on: an input that
 * the network takes, and a label and a task within the limits. Knows the labels that passed, so it
 * belongs to one run of the source.
 */
public final class SampleChecks {

  private static final String UNSUPPORTED_INPUT = "unsupported_input";
  private static final String UNKNOWN_LABEL = "unknown_label";
  private static final String UNKNOWN_TASK = "unknown_task";

  /** Every reason for which a sample is refused here. */
  static final List<String> REASONS = List.of(UNSUPPORTED_INPUT, UNKNOWN_LABEL, UNKNOWN_TASK);

  private final Consumer<Input> network;
  private final int maxLabels;
  private final int maxTasks;
  private final Set<String> labels;
  private final Set<String> tasks;

  /**
   * @param network throws {@link UnsupportedInputException} on an input of the wrong kind
   * @param labels that the model already knows
   * @param tasks that it already knows
   */
  public SampleChecks(
      Consumer<Input> network,
      int maxLabels,
      int maxTasks,
      Collection<String> labels,
      Collection<String> tasks) {
    this.network = network;
    this.maxLabels = maxLabels;
    this.maxTasks = maxTasks;
    this.labels = new HashSet<>(labels);
    this.tasks = new HashSet<>(tasks);
  }

  /** Why the sample cannot be learned, or measured on if it is held out; null if it can. */
  @Nullable BadRecord refuse(Sample sample) {
    try {
      network.accept(Inputs.of(sample.payload()));
    } catch (UnsupportedInputException e) {
      return new BadRecord(UNSUPPORTED_INPUT, String.valueOf(e.getMessage()));
    }
    if (!labels.contains(sample.label()) && labels.size() >= maxLabels) {
      return new BadRecord(
          UNKNOWN_LABEL,
          "label '%s' is new and the head holds its limit of %d labels; a new model can have a higher zeroflow.limits.labels"
              .formatted(sample.label(), maxLabels));
    }
    boolean named = !sample.task().isEmpty(); // tasks that are found keep the limit by themselves
    if (named && !tasks.contains(sample.task()) && tasks.size() >= maxTasks) {
      return new BadRecord(
          UNKNOWN_TASK,
          "task '%s' is beyond the limit of %d tasks; raise zeroflow.limits.tasks"
              .formatted(sample.task(), maxTasks));
    }
    if (sample.split() == Split.TRAIN) { // one that is held out takes no place in the head
      labels.add(sample.label());
      if (named) {
        tasks.add(sample.task());
      }
    }
    return null;
  }
}

package io.zeroflow.bench.accuracy;

import java.util.List;

/**
 * What one entry came to on one stream. Accuracies are ratios.
 *
 * @param key the entry's
 * @param seed of stream, weights and perturbations
 * @param average Avg: mean over tasks of the accuracy on all classes seen by its end
 * @param last accuracy on all classes at the end
 * @param forgetting Fgt: mean over all tasks but the last of (best accuracy − accuracy at the end);
 *     NaN in a stream of one
 * @param newTask mean accuracy on a task right after it, over all classes seen
 * @param within the same among the task's own classes
 * @param accuracies after each task, on all classes seen by then
 * @param forgettings after each task but the first: Fgt as if the stream ended there
 * @param forwards forward passes, see {@link CountedNetwork}; head rows cost one a batch
 * @param steps optimizer steps, rejected ones included
 * @param rejected steps that were rejected
 * @param seconds spent on learning, evaluation left out
 */
public record Run(
    String key,
    long seed,
    double average,
    double last,
    double forgetting,
    double newTask,
    double within,
    List<Double> accuracies,
    List<Double> forgettings,
    long forwards,
    long steps,
    long rejected,
    double seconds) {

  /** Copies the lists. */
  public Run {
    accuracies = List.copyOf(accuracies);
    forgettings = List.copyOf(forgettings);
  }
}

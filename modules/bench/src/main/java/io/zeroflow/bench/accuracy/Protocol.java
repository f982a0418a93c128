package io.zeroflow.bench.accuracy;

import io.zeroflow.data.split.ClassIncremental;
import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.List;

/**
 * What all runs of a table have in common.
 *
 * @param data name of the data set
 * @param tasks tasks of a stream
 * @param classes classes in all, spread evenly over the tasks
 * @param trainPerClass most samples to learn from in a class
 * @param testPerClass samples held out of each class
 * @param batchSize samples of a step
 * @param methods options of the methods
 * @param budget forward passes of a run, spread evenly over the tasks
 */
public record Protocol(
    String data,
    int tasks,
    int classes,
    int trainPerClass,
    int testPerClass,
    int batchSize,
    MethodOptions methods,
    long budget) {

  /**
   * @throws SettingsException naming the number that makes no stream
   */
  public Protocol {
    if (tasks < 1 || classes < tasks) {
      throw new SettingsException(
          "%d classes cannot make %d tasks; every task needs one".formatted(classes, tasks));
    }
    if (trainPerClass < 1 || testPerClass < 1 || batchSize < 1) {
      throw new SettingsException(
          "samples must be at least 1, but are %d to train on and %d held out a class, and %d a batch"
              .formatted(trainPerClass, testPerClass, batchSize));
    }
    if (budget < tasks) {
      throw new SettingsException(
          "a budget of %d forward passes does not reach %d tasks; give at least one a task"
              .formatted(budget, tasks));
    }
  }

  /** Classes of each task. */
  List<Integer> sizes() {
    return ClassIncremental.evenly(classes, tasks);
  }

  /** Forward passes that a run may have used when task {@code task}, from 0, ends. */
  long budgetAfter(int task) {
    return budget * (task + 1) / tasks;
  }

  /** Batches of a task that plain finite differences could learn from within the budget. */
  int batchesOfATask() {
    return Math.toIntExact(budget / tasks / 2);
  }

  /** In words; runs belong together if these and the network are the same. */
  @Override
  public String toString() {
    return "%s, %d tasks, %d classes, at most %d/%d samples a class, batch %d, warm-up %d, %d forward passes"
        .formatted(
            data.replaceFirst(":.*", ""),
            tasks,
            classes,
            trainPerClass,
            testPerClass,
            batchSize,
            methods.warmUpSamples(),
            budget);
  }
}

package io.zeroflow.runtime.follow;

/** What an evaluator answers. */
public sealed interface Answer permits Measurement, Answer.Failed {

  /** The task could not be measured; the log says why. */
  record Failed(String task) implements Answer {}
}

package io.zeroflow.runtime.learn;

/** What the learner does when it is its turn, on the learner's thread. */
interface Work {

  /** Learns from a lot. */
  void learn(Prepared lot) throws InterruptedException;

  /**
   * Does what is ordered, as far as it still makes sense.
   *
   * @return whether it came to anything
   */
  boolean obey(Order order) throws InterruptedException;

  /** Where the time went. */
  StepTimes.Shares times();

  /** How things stand. */
  LearnerStatus status();
}

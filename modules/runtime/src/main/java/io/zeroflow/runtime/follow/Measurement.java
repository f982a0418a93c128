package io.zeroflow.runtime.follow;

/**
 * How one model version does on one task's held-out samples. What does not know one class of the
 * running task yet is not measured on it.
 *
 * @param correct samples that the model gets right, among all classes seen so far
 * @param forkCorrect samples that the fork gets right, likewise; 0 if there is none
 * @param controlCorrect samples that the frozen control gets right, likewise
 * @param correctWithin right among the task's own classes only
 * @param controlCorrectWithin the control, likewise
 * @param total samples that the model was measured on; 0 where it was not
 * @param controlTotal samples that the control was measured on, likewise
 */
record Measurement(
    String task,
    int correct,
    int forkCorrect,
    int controlCorrect,
    int correctWithin,
    int controlCorrectWithin,
    int total,
    int controlTotal)
    implements Answer {}

package io.zeroflow.runtime.settings;

/**
 * How earlier tasks are measured.
 *
 * @param share part of one core that measuring may take, in (0, 1]
 * @param maxSamplesPerTask held-out samples kept for a task
 * @param featureBytes memory for the features of all held-out samples
 * @param heldOutShare share of the training samples that are held out as well, in [0, 0.9]
 */
public record EvaluationSettings(
    double share, int maxSamplesPerTask, long featureBytes, double heldOutShare) {

  static EvaluationSettings from(Section section) {
    return new EvaluationSettings(
        section.real("share", 0, 1),
        section.whole("max-samples-per-task", 1, 1_000_000),
        section.bytes("feature-memory"),
        section.notNegative("held-out-share", 0.9));
  }
}

package io.zeroflow.runtime.settings;

/**
 * How earlier tasks are measured.
 *
 * @param share part of one core that measuring may take, in (0, 1]
 * @param maxSamplesPerTask held-out samples kept for a task
 */
public record EvaluationSettings(double share, int maxSamplesPerTask) {

  static EvaluationSettings from(Section section) {
    return new EvaluationSettings(
        section.real("share", 0, 1), section.whole("max-samples-per-task", 1, 1_000_000));
  }
}

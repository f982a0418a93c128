package io.zeroflow.runtime.settings;

import java.time.Duration;

/**
 * How the learner takes its steps.
 *
 * @param batchSize samples that one step learns from
 * @param flushAfter how long no record must have come before a step learns from fewer; 0 for never
 * @param explodingLoss how many times the mean of the losses before it a loss may be; 0 for no
 *     limit
 * @param remember most records of a running task that are read again after a restart
 * @param taskFree how tasks are found that the stream does not name
 */
public record LearnerSettings(
    int batchSize,
    Duration flushAfter,
    double explodingLoss,
    int remember,
    TaskFreeSettings taskFree) {

  static LearnerSettings from(Section section) {
    return new LearnerSettings(
        section.whole("batch-size", 1, 65_536),
        section.duration("flush-after"),
        section.notNegative("exploding-loss", 1e9),
        section.whole("remember", 0, 1_000_000_000),
        TaskFreeSettings.from(section.section("task-free")));
  }
}

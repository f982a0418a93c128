package io.zeroflow.runtime.settings;

/**
 * How tasks are found in a stream that names none.
 *
 * @param falseAlarm chance of looking for another task without need, ADWIN's δ, in (0, 0.5]
 * @param fit how much samples must be like a task to belong to it, where 1 is as much as its own
 */
public record TaskFreeSettings(double falseAlarm, double fit) {

  static TaskFreeSettings from(Section section) {
    return new TaskFreeSettings(section.real("false-alarm", 0, 0.5), section.real("fit", 0, 1));
  }
}

package io.zeroflow.runtime.settings;

/**
 * Limits on what a stream can make grow.
 *
 * @param recordBytes size of one record of the tasks topic
 * @param labels classes that the head can hold
 * @param tasks tasks that are evaluated and labelled in metrics
 */
public record Limits(int recordBytes, int labels, int tasks) {

  static Limits from(Section section) {
    long bytes = section.bytes("record-size");
    if (bytes < 1024 || bytes > Integer.MAX_VALUE / 2) {
      section.wrong("record-size", "it must be between 1 KiB and 1 GiB");
    }
    return new Limits(
        (int) bytes, section.whole("labels", 2, 1_000_000), section.whole("tasks", 1, 10_000));
  }
}

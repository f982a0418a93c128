package io.zeroflow.load;

import io.zeroflow.data.split.Task;
import java.util.List;

/**
 * What to send, in which order and how fast.
 *
 * @param topic where to
 * @param tasks in the order of the stream
 * @param epochs passes over the train samples of a task, each in an order of its own
 * @param loops how often the whole stream is sent
 * @param rate samples a second; 0 for as fast as the broker takes them
 * @param seed of the orders within the tasks
 * @param format of the values
 * @param taskFree whether records name no task, mark no end and no sample as held out: those that
 *     would be are sent among the others
 */
public record FeedPlan(
    String topic,
    List<Task> tasks,
    int epochs,
    int loops,
    double rate,
    long seed,
    Format format,
    boolean taskFree) {

  /** How a message becomes bytes. */
  public enum Format {
    /** Compact; the default. */
    PROTOBUF,
    /** Readable with a console consumer. */
    JSON
  }

  /**
   * @throws IllegalArgumentException if there is no topic or no task, if epochs or loops are below
   *     1, or if the rate is negative or not finite
   */
  public FeedPlan {
    tasks = List.copyOf(tasks);
    if (topic.isBlank() || tasks.isEmpty()) {
      throw new IllegalArgumentException("a feed needs a topic and at least one task");
    }
    if (epochs < 1 || loops < 1) {
      throw new IllegalArgumentException(
          "epochs and loops must be at least 1, but are %d and %d".formatted(epochs, loops));
    }
    if (rate < 0 || !Double.isFinite(rate)) {
      throw new IllegalArgumentException(
          "the rate must be 0 (unlimited) or more samples a second, but is " + rate);
    }
  }

  /** A plan whose records say what task they belong to. */
  public FeedPlan(
      String topic,
      List<Task> tasks,
      int epochs,
      int loops,
      double rate,
      long seed,
      Format format) {
    this(topic, tasks, epochs, loops, rate, seed, format, false);
  }

  /** One epoch, one loop, unlimited, protobuf. */
  public static FeedPlan once(String topic, List<Task> tasks, long seed) {
    return new FeedPlan(topic, tasks, 1, 1, 0, seed, Format.PROTOBUF);
  }

  /** Samples of the whole feed, held-out ones included and task ends not. */
  public long samples() {
    long once = 0;
    for (Task task : tasks) {
      once += (taskFree ? (long) epochs : 1) * task.test().size();
      once += (long) epochs * task.train().size();
    }
    return once * loops;
  }
}

package io.zeroflow.load;

import io.zeroflow.data.split.Task;

/** Watches a feed, on the thread of the feed: what takes long here slows it down. */
public interface FeedListener {
  /** Watches nothing. */
  FeedListener NONE = new FeedListener() {};

  /**
   * A task begins.
   *
   * @param loop from 1
   */
  default void taskStarted(Task task, int loop) {}

  /** A sample was handed to the producer, which may still hold it. */
  default void sampleSent() {}

  /** A task's end was sent, and the brokers have all of it. */
  default void taskEnded(Task task, int loop) {}
}

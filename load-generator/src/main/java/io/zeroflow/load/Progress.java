package io.zeroflow.load;

/** Shows a feed's progress to a person; closed when the feed is over, however it ended. */
interface Progress extends FeedListener, AutoCloseable {

  @Override
  default void close() {}
}

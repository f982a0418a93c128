/**
 * Feeds task streams to Kafka.
 *
 * <p>There are two layers. {@link io.zeroflow.load.Feed} is the library: given a {@link
 * io.zeroflow.load.FeedPlan} it sends every task in turn, held-out samples first, then the passes
 * over what is to be learned, then the task's end, and returns a {@link
 * io.zeroflow.load.FeedReport}. {@link io.zeroflow.load.LoadGenerator} is the command line around
 * it: options, a progress bar, a table.
 *
 * <p>A feed runs on the thread that calls it and blocks there; interrupting that thread stops it
 * cleanly. Listeners are called on the same thread. Nothing here is shared between feeds.
 */
@NullMarked
package io.zeroflow.load;

import org.jspecify.annotations.NullMarked;

/**
 * Cuts a data set into the tasks of a stream.
 *
 * <p>{@link io.zeroflow.data.split.ClassIncremental} makes the benchmark's tasks, new classes each
 * time in a seeded order; {@link io.zeroflow.data.split.NaturalTasks} follows groups that the data
 * come with. Both are pure functions of their arguments, may be called on any thread, and keep no
 * state: the same seed gives the same stream on every machine.
 */
@NullMarked
package io.zeroflow.data.split;

import org.jspecify.annotations.NullMarked;

/**
 * What flows through Zeroflow: labelled samples, the data sets they come from, and the order they
 * come in.
 *
 * <p>This package holds the words alone: {@link io.zeroflow.data.Sample} and {@link
 * io.zeroflow.data.TaskEnd} travel on the tasks topic, {@link io.zeroflow.data.Dataset} and {@link
 * io.zeroflow.data.Example} describe what lies on disk. The work is done next door: {@code codec}
 * turns messages into bytes and back, {@code reader} reads the publishers' files, {@code split}
 * cuts a data set into tasks, {@code catalog} finds a data set by its name.
 *
 * <p>Any module may call this one; it uses none of the others. Everything here is immutable, or is
 * treated so by agreement (the arrays inside a payload are shared, not copied), and may be used on
 * any thread.
 */
@NullMarked
package io.zeroflow.data;

import org.jspecify.annotations.NullMarked;

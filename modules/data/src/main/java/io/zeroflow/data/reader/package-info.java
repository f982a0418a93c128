/**
 * Reads data sets in the layout of their publishers, one class a format.
 *
 * <p>A reader refuses what it does not understand, by an {@link java.io.IOException} that names the
 * file, what was expected there and what was found. It never takes memory because a header says so:
 * lengths are compared with the file, or with what the stream really gave. Pixels stay bytes until
 * an example's payload is asked for, so a data set costs its size on disk and not four times that.
 *
 * <p>{@link io.zeroflow.data.catalog.Datasets} calls these, and so may anybody. Reading blocks;
 * afterwards the data set is immutable and its payloads may be loaded on any thread.
 */
@NullMarked
package io.zeroflow.data.reader;

import org.jspecify.annotations.NullMarked;

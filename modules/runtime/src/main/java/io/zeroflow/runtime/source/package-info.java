/**
 * From Kafka to batches. Decoding happens in a stream stage; a record that cannot be learned from
 * goes to the dead-letter topic with its bytes and the reason, and its offset is consumed like any
 * other, so that nothing is lost and nothing blocks.
 *
 * <p>Batches are cut by count, by a change of task or by the producer's task end: the same records
 * make the same batches, so a crash changes nothing. One that is cut short, after a quiet time or
 * on command, says so in the journal.
 */
@NullMarked
package io.zeroflow.runtime.source;

import org.jspecify.annotations.NullMarked;

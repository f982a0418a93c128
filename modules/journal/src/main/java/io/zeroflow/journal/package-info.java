/**
 * The journal is the truth: an ordered list of records from which anyone can rebuild the weights.
 *
 * <p>A {@link io.zeroflow.journal.JournalRecord} carries the source offsets that it consumed, so
 * one append commits data, randomness and weights together. A {@link io.zeroflow.journal.Replica}
 * is the state that the records describe; the learner and every follower hold one, and {@link
 * io.zeroflow.journal.Replica#apply} is the only way to change it. The learner is a replica that
 * also writes.
 *
 * <p>A replica is confined to one thread at a time. What talks to Kafka is in {@code kafka}.
 */
@NullMarked
package io.zeroflow.journal;

import org.jspecify.annotations.NullMarked;

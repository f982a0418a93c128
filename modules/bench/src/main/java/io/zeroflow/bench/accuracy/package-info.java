/**
 * The table of strategies: every strategy on the same streams of shipped data, each with the same
 * number of forward passes, over several seeds, beside the frozen control.
 *
 * <p>{@link io.zeroflow.bench.accuracy.AccuracyBench} is the way in. It needs no Kafka: a run feeds
 * changes to a {@link io.zeroflow.journal.Replica} as the learner does. Everything runs on the
 * calling thread, a platform thread, for minutes.
 */
@NullMarked
package io.zeroflow.bench.accuracy;

import org.jspecify.annotations.NullMarked;

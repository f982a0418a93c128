/**
 * The fault harness: real processes (a broker, learners) that are killed, stopped and cut off at
 * places that a seed draws, and weights that must be those of a run without faults, bit for bit.
 *
 * <p>{@link io.zeroflow.faults.Jvm} is any process, {@link io.zeroflow.faults.Broker} and {@link
 * io.zeroflow.faults.Life} are those of the two kinds, {@link io.zeroflow.faults.Stream} is what
 * they learn, and {@link io.zeroflow.faults.Outcome} what has come of it. The network is a toy in
 * plain Java, so that a life takes seconds and is all journal and Kafka.
 */
@NullMarked
package io.zeroflow.faults;

import org.jspecify.annotations.NullMarked;

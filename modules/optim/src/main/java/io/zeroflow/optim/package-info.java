/**
 * The mathematical heart: θ, noise, estimators, update rules and strategies. Pure Java, no engine,
 * no Kafka, no actors, and the same bits on any machine.
 *
 * <p>A step is <em>measured</em>, then <em>applied</em>. {@link io.zeroflow.optim.Optimizer#measure
 * measure} runs forward passes and yields a {@link io.zeroflow.optim.StepRecord}; {@link
 * io.zeroflow.optim.Optimizer#apply apply} turns the state and that record into the next state and
 * is the only thing that moves θ. Training is measure and apply; replay is apply alone.
 *
 * <p>Bit reproducibility rests on three habits: noise is a pure function of (seed, coordinate),
 * sums have a fixed order, and θ is only touched by strict IEEE arithmetic in Java, never by the
 * engine.
 *
 * <p>Nothing here is safe for concurrent use: one learner or one follower owns its θ and its
 * optimizer and confines them to one thread at a time.
 */
@NullMarked
package io.zeroflow.optim;

import org.jspecify.annotations.NullMarked;

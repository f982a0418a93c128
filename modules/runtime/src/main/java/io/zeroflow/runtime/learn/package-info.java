/**
 * The learner: the only one that changes θ. {@link io.zeroflow.runtime.learn.Learning} is the plain
 * loop: a lot in, records out, of which the last one consumes the lot; they are applied, then
 * appended together. {@link io.zeroflow.runtime.learn.Learner} is the actor around it, on a pinned
 * thread of its own. It publishes its status after every lot and order, so that whoever asks has it
 * at once, however busy the learner is.
 */
@NullMarked
package io.zeroflow.runtime.learn;

import org.jspecify.annotations.NullMarked;

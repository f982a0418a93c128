/**
 * The learner: the only one that changes θ. {@link io.zeroflow.runtime.learn.Learning} is the plain
 * loop (lot in, one journal record out, record applied); {@link io.zeroflow.runtime.learn.Learner}
 * is the actor around it, on a pinned thread of its own.
 */
@NullMarked
package io.zeroflow.runtime.learn;

import org.jspecify.annotations.NullMarked;

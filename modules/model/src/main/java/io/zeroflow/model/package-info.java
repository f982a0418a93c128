/**
 * Networks over θ: pure functions from (θ, batch) to losses, logits and features. What is frozen is
 * computed once an input by {@link io.zeroflow.model.Network#encode}; what depends on θ is computed
 * for every candidate.
 *
 * <p>Tensor work belongs on fixed platform threads: grad mode, thread count and OpenMP teams are
 * per thread in libtorch. {@code engine} sets them when a thread first computes.
 */
@NullMarked
package io.zeroflow.model;

import org.jspecify.annotations.NullMarked;

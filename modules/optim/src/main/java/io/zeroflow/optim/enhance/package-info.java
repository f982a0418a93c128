/**
 * What stands between an estimate and the update rule: the elementwise sign and the historical
 * enhancement. (The sparse one chooses directions, see {@link
 * io.zeroflow.optim.estimate.Directions}; the hybrid one swaps whole strategies.) Filters may have
 * state, which only a step that counts moves. Confined to the thread of their optimizer.
 */
@NullMarked
package io.zeroflow.optim.enhance;

import org.jspecify.annotations.NullMarked;

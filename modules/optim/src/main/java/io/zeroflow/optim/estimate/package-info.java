/**
 * How a gradient is estimated. An estimator says which points to probe and turns their losses into
 * a few scalars; the gradient is then rebuilt from those scalars and the seeds, block by block, and
 * never stored.
 */
@NullMarked
package io.zeroflow.optim.estimate;

import org.jspecify.annotations.NullMarked;

/**
 * What learning with a vision transformer costs, in time and in memory, with random weights: cost
 * does not depend on them. Runs on the caller's thread; Linux only, for peaks of memory.
 */
@NullMarked
package io.zeroflow.bench.vision;

import org.jspecify.annotations.NullMarked;

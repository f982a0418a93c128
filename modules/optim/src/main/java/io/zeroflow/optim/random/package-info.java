/**
 * Counter-based randomness: every word is a pure function of a seed and a counter, so any range,
 * drawn in any order on any thread or machine, has the same bits.
 */
@NullMarked
package io.zeroflow.optim.random;

import org.jspecify.annotations.NullMarked;

/**
 * The ZeroFlow paper's two-dimensional problem, on which one can see what an optimizer does: two
 * tasks with minima far apart, a joint minimum between them, and a landscape of valleys.
 */
@NullMarked
package io.zeroflow.bench.toy;

import org.jspecify.annotations.NullMarked;

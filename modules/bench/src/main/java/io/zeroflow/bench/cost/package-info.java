/**
 * What a step costs in time and in memory, on any network: the paper's cost table. Runs on the
 * caller's thread; Linux only, for peaks of memory.
 */
@NullMarked
package io.zeroflow.bench.cost;

import org.jspecify.annotations.NullMarked;

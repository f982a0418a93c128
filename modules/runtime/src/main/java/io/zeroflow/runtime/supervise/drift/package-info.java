/**
 * Tests for a change in a stream of numbers, in constant or logarithmic memory. Pure; each belongs
 * to one thread.
 */
@NullMarked
package io.zeroflow.runtime.supervise.drift;

import org.jspecify.annotations.NullMarked;

/**
 * What notices that a stream has changed: tests on a stream of numbers, in constant or logarithmic
 * memory, and what finds the tasks of a stream that names none. Pure; each object belongs to one
 * thread.
 */
@NullMarked
package io.zeroflow.runtime.drift;

import org.jspecify.annotations.NullMarked;

/**
 * Counter-based randomness: every perturbation coordinate is a pure function z(seed, i), so any
 * range, drawn in any order on any thread or machine, has the same bits, and nothing but the seed
 * has to be kept or sent. Instances hold scratch arrays and belong to one thread.
 */
@NullMarked
package io.zeroflow.optim.noise;

import org.jspecify.annotations.NullMarked;

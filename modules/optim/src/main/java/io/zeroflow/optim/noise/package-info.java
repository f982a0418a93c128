/**
 * Distributions of perturbations. A coordinate is a pure function z(seed, i), so nothing but the
 * seed has to be kept or sent. Instances hold scratch arrays and belong to one thread.
 */
@NullMarked
package io.zeroflow.optim.noise;

import org.jspecify.annotations.NullMarked;

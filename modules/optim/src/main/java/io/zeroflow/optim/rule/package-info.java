/**
 * How an estimate moves θ. A rule owns its state (momentum, moments), sweeps θ once a step, and
 * keeps the state of old coordinates when θ grows. On a swap a rule takes over what another left
 * where that means the same thing: see {@link io.zeroflow.optim.rule.UpdateRule#adopt}.
 */
@NullMarked
package io.zeroflow.optim.rule;

import org.jspecify.annotations.NullMarked;

/**
 * How an estimate moves θ, and how fast. A rule owns its state (momentum, moments) and keeps that
 * of old coordinates when θ grows. On a swap a rule takes over what another left where that means
 * the same thing, which is where both are of the same kind: see {@link
 * io.zeroflow.optim.rule.UpdateRule#adopt}. Confined to the thread of its optimizer.
 */
@NullMarked
package io.zeroflow.optim.rule;

import org.jspecify.annotations.NullMarked;

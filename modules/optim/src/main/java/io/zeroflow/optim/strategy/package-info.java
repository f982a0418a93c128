/**
 * Strategies: estimator, update rule and enhancements, named in one line of text such as {@code
 * zo-adam(lr=1e-3, eps=1e-3, q=4)}. The line is how people, configuration, the journal and the HTTP
 * API speak of one, so it reads back to the same strategy for ever: the canonical form spells every
 * option out and does not depend on defaults.
 *
 * <p>A new strategy is one small file that declares its name and options and builds its optimizer,
 * and one line in {@link io.zeroflow.optim.strategy.StrategyCatalog}.
 */
@NullMarked
package io.zeroflow.optim.strategy;

import org.jspecify.annotations.NullMarked;

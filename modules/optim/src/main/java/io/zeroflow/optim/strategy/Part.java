package io.zeroflow.optim.strategy;

import java.util.List;
import java.util.function.Function;

/**
 * One part of a strategy, such as its update rule: the options that it brings, and how it is made
 * from them.
 *
 * @param <T> what is made
 */
record Part<T>(List<Option<?>> options, Function<Options, T> make) {}

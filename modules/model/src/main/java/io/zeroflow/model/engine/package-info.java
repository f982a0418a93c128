/**
 * The one place that touches DJL's inner calls to libtorch. Everything above works with modules
 * written as TorchScript text, flat arrays and {@link io.zeroflow.optim.Theta}.
 */
@NullMarked
package io.zeroflow.model.engine;

import org.jspecify.annotations.NullMarked;

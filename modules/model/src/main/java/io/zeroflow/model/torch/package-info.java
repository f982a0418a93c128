/**
 * What networks written in TorchScript have in common: adapters parallel to the MLP of a
 * transformer block, the cosine head with its losses, and the calls into the engine.
 *
 * <p>Every method that depends on θ comes in two forms. The fast one only runs forwards and may use
 * fused kernels; the smooth one is differentiated, and uses kernels that have a forward-mode
 * derivative.
 */
@NullMarked
package io.zeroflow.model.torch;

import org.jspecify.annotations.NullMarked;

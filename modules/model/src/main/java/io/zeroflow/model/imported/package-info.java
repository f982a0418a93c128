/**
 * Somebody else's network: a TorchScript file whose chosen parameters are moved by θ. A black box
 * that gives losses only, which is all that a forward-only strategy asks for.
 */
@NullMarked
package io.zeroflow.model.imported;

import org.jspecify.annotations.NullMarked;

/** A forward pass of our networks beside the same network in PyTorch. */
@NullMarked
package io.zeroflow.bench.forward;

import org.jspecify.annotations.NullMarked;

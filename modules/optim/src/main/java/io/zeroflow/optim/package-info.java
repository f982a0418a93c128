/** Placeholder. */
@org.jspecify.annotations.NullMarked
package io.zeroflow.optim;

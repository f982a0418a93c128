/** Weight files: what is in them, checked before it is believed. */
@NullMarked
package io.zeroflow.model.weights;

import org.jspecify.annotations.NullMarked;

/** Typed settings over {@code reference.conf}: read and checked once, at the start. */
@NullMarked
package io.zeroflow.runtime.settings;

import org.jspecify.annotations.NullMarked;

/**
 * Image files, decoded the same for every network: upright, and with a bound on the pixels that are
 * in memory at any moment. Any thread.
 */
@NullMarked
package io.zeroflow.model.picture;

import org.jspecify.annotations.NullMarked;

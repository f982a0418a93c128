/**
 * Measurements that are worth repeating. Everything is compared with something measured in the same
 * run, alternately, so that a busy machine disturbs both alike; medians are reported, with their
 * quartiles.
 */
@NullMarked
package io.zeroflow.bench;

import org.jspecify.annotations.NullMarked;

/** All Prometheus metrics, declared once. Safe for concurrent use. */
@NullMarked
package io.zeroflow.runtime.metrics;

import org.jspecify.annotations.NullMarked;

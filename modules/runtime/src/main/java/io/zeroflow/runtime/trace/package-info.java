/**
 * Spans by OpenTelemetry. They go wherever the process has installed it globally, and nowhere if it
 * has not.
 */
@NullMarked
package io.zeroflow.runtime.trace;

import org.jspecify.annotations.NullMarked;

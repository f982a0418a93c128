/** OpenTelemetry's SDK, which takes the spans of the runtime to a collector. */
@NullMarked
package io.zeroflow.server.telemetry;

import org.jspecify.annotations.NullMarked;

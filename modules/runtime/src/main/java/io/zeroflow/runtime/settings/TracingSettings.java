package io.zeroflow.runtime.settings;

/**
 * Whether traces are sent; where and how is said by OpenTelemetry's own environment variables.
 *
 * @param enabled off unless asked for
 */
public record TracingSettings(boolean enabled) {}

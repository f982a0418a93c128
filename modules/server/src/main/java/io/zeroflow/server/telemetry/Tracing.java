package io.zeroflow.server.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.settings.TracingSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends spans over OTLP for as long as the process runs, if the settings ask for it. */
public final class Tracing implements AutoCloseable {

  /** For the spans that are left at the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Below what the environment says. Metrics are Prometheus's, logs go to the error stream. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "zeroflow",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private final @Nullable OpenTelemetrySdk sdk;

  private Tracing(@Nullable OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /**
   * Starts, unless tracing is off or an agent of OpenTelemetry has set up its own.
   *
   * @throws SettingsException if a variable of the environment is wrong
   */
  public static Tracing start(TracingSettings settings) {
    if (!settings.enabled() || GlobalOpenTelemetry.isSet()) {
      return new Tracing(null);
    }
    // The SDK logs by java.util.logging, a collector that is away among other things.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    try {
      return new Tracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> DEFAULTS)
              .disableShutdownHook()
              .setResultAsGlobal()
              .build()
              .getOpenTelemetrySdk());
    } catch (RuntimeException e) { // it has no one type for what may be wrong
      throw new SettingsException(
          "zeroflow.tracing.enabled is on, but OpenTelemetry cannot start: %s; look at the OTEL_ variables of the environment"
              .formatted(e.getMessage()));
    }
  }

  @Override
  public void close() {
    if (sdk != null) {
      sdk.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

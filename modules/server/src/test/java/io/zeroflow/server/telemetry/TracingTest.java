package io.zeroflow.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.settings.TracingSettings;
import io.zeroflow.runtime.trace.Traces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real SDK and exporter, and a collector that keeps what it is sent. */
class TracingTest {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String SAMPLER = "otel.traces.sampler";

  @BeforeEach
  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
    System.clearProperty(ENDPOINT);
    System.clearProperty(SAMPLER);
  }

  @Test
  void spansGoToTheCollectorAtTheEndAtTheLatest() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          // Protobuf has names as they are.
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try {
      System.setProperty(ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
      try (Tracing _ = Tracing.start(new TracingSettings(true))) {
        Traces.process("cats", List.of(), 3).end();
      }
    } finally {
      collector.stop(0);
    }

    assertThat(received).singleElement().asString().contains("process cats", "zeroflow");
  }

  @Test
  void offMeansOff() {
    try (Tracing _ = Tracing.start(new TracingSettings(false))) {
      assertThat(GlobalOpenTelemetry.isSet()).isFalse();
      assertThat(Traces.process("cats", List.of(), 3).getSpanContext().isValid()).isFalse();
    }
  }

  @Test
  void aWrongVariableIsExplained() {
    System.setProperty(SAMPLER, "some");

    assertThatThrownBy(() -> Tracing.start(new TracingSettings(true)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("zeroflow.tracing.enabled", "some", "OTEL_");
  }
}

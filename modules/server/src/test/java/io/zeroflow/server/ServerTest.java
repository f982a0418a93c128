package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.server.http.HttpServer;
import io.zeroflow.server.http.Json;
import io.zeroflow.server.http.TlsTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** HTTP and command line against a running system. */
class ServerTest {

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Zeroflow zeroflow;
  private static HttpServer http;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseMap(
                Map.of(
                    "zeroflow.kafka.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "zeroflow.http.port",
                    0)));
    Settings settings = Settings.from(config);
    PrometheusRegistry registry = new PrometheusRegistry();
    zeroflow = Zeroflow.start(settings, config, registry);
    http = HttpServer.start(zeroflow, settings, registry);
  }

  @AfterAll
  static void stop() {
    http.close();
    zeroflow.close();
    kafka.close();
  }

  @Test
  void anOperatorSwapsTheStrategyOverHttp() throws Exception {
    HttpResponse<String> swapped = put("{\"strategy\":\"zo-adam(lr=1e-4)\"}");
    assertThat(swapped.statusCode()).isEqualTo(200);
    assertThat(json(swapped).get("strategy").asText()).startsWith("zo-adam(lr=1e-4");
    assertThat(json(get("/api/v1/status")).get("strategy").asText()).startsWith("zo-adam");
    assertThat(get("/metrics").body())
        .contains("zeroflow_strategy{zeroflow_strategy=\"zo-adam\"} 1")
        .contains("zeroflow_strategy{zeroflow_strategy=\"zo-sgd\"} 0");
    assertThat(put("zo-sgd(lr=1e-4)").statusCode()).isEqualTo(200); // plain text will do
  }

  @Test
  void aMistypedStrategyIsExplained() throws Exception {
    HttpResponse<String> refused = put("zo-sgd(lrr=1)");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json(refused).get("detail").asText()).contains("no option 'lrr'", "momentum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assets/app.js",
        "/assets/style.css",
        "/echarts.js",
        "/alive",
        "/ready",
        "/metrics",
        "/api/v1/status",
        "/api/v1/accuracy",
        "/api/v1/history",
        "/api/v1/strategy"
      })
  void everythingIsServed(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(200);
    assertThat(get(path).body()).isNotEmpty();
  }

  /**
   * Bound where others can reach it: without a token nothing changes, with one whoever has it may.
   */
  @Test
  void changesFromOutsideNeedTheToken() throws Exception {
    String token = "0123456789abcdef";
    try (HttpServer open = http("0.0.0.0", "");
        HttpServer guarded = http("0.0.0.0", token)) {
      assertThat(swap(open, null).statusCode()).isEqualTo(403);
      assertThat(swap(open, token).statusCode()).isEqualTo(403);
      HttpResponse<String> refused = swap(guarded, "0123456789abcdeF");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).contains("ZEROFLOW_HTTP_TOKEN").doesNotContain(token);
      assertThat(swap(guarded, token).statusCode()).isEqualTo(200);
      assertThat(run("strategy", "set", "zo-sgd", "--url", local(guarded)).err())
          .contains("Authorization: Bearer");
      assertThat(run("status", "--url", local(guarded)).code()).isZero();
    }
  }

  @Test
  void speaksTlsAndTheCommandLineTrustsItsAuthority(@TempDir Path folder) throws Exception {
    TlsTest.Pair pair = TlsTest.Pair.make(folder, "EC");
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseMap(
                Map.of(
                    "zeroflow.http.port", 0,
                    "zeroflow.http.tls.certificate", pair.certificate().toString(),
                    "zeroflow.http.tls.key", pair.key().toString())));
    try (HttpServer secure =
        HttpServer.start(zeroflow, Settings.from(config), new PrometheusRegistry())) {
      assertThat(secure.url()).startsWith("https://127.0.0.1:");
      Run trusting =
          run(
              "strategy",
              "set",
              "zo-sgd",
              "-u",
              secure.url(),
              "--ca",
              pair.certificate().toString());
      assertThat(trusting.code()).as(trusting.err()).isZero();
      Run strange = run("status", "--url", secure.url());
      assertThat(strange.code()).isNotZero();
      assertThat(strange.err()).contains("--ca").doesNotContain("at java.");
    }
  }

  private static HttpServer http(String host, String token) {
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseMap(
                Map.of(
                    "zeroflow.http.host",
                    host,
                    "zeroflow.http.port",
                    0,
                    "zeroflow.http.token",
                    token,
                    "zeroflow.http.tls.elsewhere",
                    true)));
    return HttpServer.start(zeroflow, Settings.from(config), new PrometheusRegistry());
  }

  private static String local(HttpServer server) {
    return "http://127.0.0.1:" + URI.create(server.url()).getPort();
  }

  private static HttpResponse<String> swap(HttpServer server, @Nullable String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(local(server) + "/api/v1/strategy"))
            .header("Content-Type", "text/plain")
            .PUT(BodyPublishers.ofString("zo-sgd(lr=1e-4)"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertThat(get("/api/v1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void theCommandLineTalksToIt() {
    Run shown = run("strategy", "show", "--url", http.url());
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("zo-adam: finite differences, Adam", "in use at step");
    Run swapped = run("strategy", "set", "zo-sgd(lr=3e-4)", "--url", http.url());
    assertThat(swapped.code()).isZero();
    assertThat(swapped.out()).contains("zo-sgd(lr=3e-4");
    assertThat(run("status", "--url", http.url()).out()).contains("frozen control");
  }

  @Test
  void mistakesAreOneLineAndACodeNeverAStackTrace() throws Exception {
    Path unknown = Files.writeString(directory.resolve("a.conf"), "zeroflow.lerner.x = 1");
    Path broken = Files.writeString(directory.resolve("b.conf"), "zeroflow { kafka = ");
    Path device =
        Files.writeString(
            directory.resolve("c.conf"),
            "zeroflow { model.device = \"gpu:7\", http.port = 0, kafka.bootstrap-servers = \"%s\" }"
                .formatted(kafka.bootstrapServers()));
    int port = URI.create(http.url()).getPort();
    Path taken =
        Files.writeString(
            directory.resolve("d.conf"),
            "zeroflow { model.id = other, http.port = %d, kafka.bootstrap-servers = \"%s\" }"
                .formatted(port, kafka.bootstrapServers()));
    assertMistake(run("strategy", "set", "zo-sgdd", "--url", http.url()), 2, "zo-sgdd");
    assertMistake(run("status", "--url", "http://127.0.0.1:1"), 1, "no Zeroflow answers");
    assertMistake(run("run", "--config", unknown.toString()), 2, "unknown key zeroflow.lerner");
    assertMistake(run("run", "--config", broken.toString()), 2, "b.conf");
    assertMistake(run("run", "--config", "/nowhere.conf"), 2, "/nowhere.conf");
    assertMistake(run("run", "--config", device.toString()), 2, "gpu:7");
    assertMistake(run("run", "--config", taken.toString()), 2, "port");
    assertMistake(run("nonsense"), 2, "nonsense");
  }

  @Test
  void aBrokerThatIsAwayIsNamed() throws Exception {
    Path away =
        Files.writeString(
            directory.resolve("e.conf"), "zeroflow.kafka.bootstrap-servers = \"127.0.0.1:1\"");
    assertMistake(run("topics", "create", "--config", away.toString()), 1, "127.0.0.1:1");
  }

  private static void assertMistake(Run run, int code, String message) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ", "Exception in thread");
    assertThat(run.code()).as(run.err()).isEqualTo(code);
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Run(line.execute(arguments), out.toString(), err.toString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(http.url() + path)).build());
  }

  private static HttpResponse<String> put(String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(http.url() + "/api/v1/strategy"))
            .header("Content-Type", "text/plain")
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return Json.mapper().readTree(response.body());
  }
}

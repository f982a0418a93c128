package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of the Grafana dashboard, asked of a real Prometheus that scrapes a real Zeroflow.
 */
@Live
class DashboardTest {

  private static final Path DASHBOARD = Path.of("../../config/grafana/zeroflow.json");

  /** Swaps when the last one is a minute ago; a pause; the last snapshot where none is kept. */
  private static final List<String> MAY_BE_EMPTY =
      List.of("zeroflow_strategy_swaps_total", "zeroflow_paused", "zeroflow_snapshot_step");

  @TempDir private static Path directory;
  private static LivePrometheus prometheus;

  @BeforeAll
  static void start(LiveZeroflow live) throws Exception {
    // Nothing is counted that has not happened.
    new Web(live.url()).put("/api/v1/strategy", "text/plain", "zo-sgd(lr=3e-5)");
    prometheus = LivePrometheus.scraping(URI.create(live.url()), directory);
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) { // there is none where the tests are skipped
      prometheus.close();
    }
  }

  @Test
  void everyQueryHasAnAnswer() throws Exception {
    // A rate needs two scrapes.
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .until(() -> !ask("rate(zeroflow_decisions_total[1m])").isEmpty());
    TreeSet<String> silent = new TreeSet<>();
    List<String> queries = queries();
    for (String query : queries) {
      if (ask(query).isEmpty() && MAY_BE_EMPTY.stream().noneMatch(query::contains)) {
        silent.add(query);
      }
    }
    assertThat(queries).hasSizeGreaterThan(25);
    assertThat(silent).isEmpty();
  }

  private static List<String> queries() throws IOException {
    JsonNode dashboard = Json.mapper().readTree(Files.readString(DASHBOARD));
    List<String> queries = new ArrayList<>(dashboard.findValuesAsText("expr"));
    queries.replaceAll(query -> query.replace("$__rate_interval", "1m").replace("$instance", ".*"));
    return queries;
  }

  private static JsonNode ask(String query) throws Exception {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode answer = Web.json(new Web(prometheus.url()).get("/api/v1/query?query=" + encoded));
    assertThat(answer.path("status").asText()).as("%s: %s", query, answer).isEqualTo("success");
    return answer.at("/data/result");
  }
}

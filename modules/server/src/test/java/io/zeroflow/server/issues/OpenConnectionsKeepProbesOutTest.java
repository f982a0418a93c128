package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import io.zeroflow.server.Web;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand open streams of events, or connections that said nothing, blocked /alive. */
@Live
class OpenConnectionsKeepProbesOutTest {

  private static final String EVENTS = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final String url;
  private final List<Wire> open = new ArrayList<>();

  OpenConnectionsKeepProbesOutTest(LiveZeroflow live) {
    this.url = live.url();
  }

  @AfterEach
  void close() throws IOException {
    for (Wire wire : open) {
      wire.close();
    }
  }

  @Test
  void soManyStreamsAreGivenAndNoMore() throws Exception {
    int given = 0;
    Wire.Answer refusal = null;
    while (refusal == null) {
      Wire wire = Wire.to(url).send(EVENTS);
      open.add(wire);
      if (wire.statusLine().equals("HTTP/1.1 200 OK")) {
        given++;
      } else {
        refusal = Wire.ask(url, "GET /api/v1/events", "Host: localhost");
      }
    }
    assertThat(given).isBetween(32, 64);
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.has("Retry-After: ")).isTrue();
    assertThat(refusal.detail()).contains("64 streams");
    assertThat(new Web(url).get("/alive").statusCode()).isEqualTo(200);

    open.getFirst().close();
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .until(
            () -> {
              Wire wire = Wire.to(url).send(EVENTS);
              open.add(wire);
              return wire.statusLine().equals("HTTP/1.1 200 OK");
            });
  }

  @Test
  void theOldestThatSaysNothingGivesWay() throws Exception {
    for (int i = 0; i < 1100; i++) {
      open.add(Wire.to(url).send("GET /alive HTTP/1.1\r\n")); // and never ends the header
      if (i % 100 == 0) {
        assertThat(new Web(url).get("/alive").statusCode()).isEqualTo(200);
      }
    }
    assertThat(new Web(url).get("/alive").statusCode()).isEqualTo(200);
    assertThat(new Web(url).get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void proxiesAreToldToPassEventsOnAtOnce() throws Exception {
    Wire.Answer head = Wire.ask(url, "HEAD /api/v1/events", "Host: localhost");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.has("Cache-Control: no-store")).isTrue();
    assertThat(head.has("X-Accel-Buffering: no")).isTrue();
  }
}

package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import io.zeroflow.server.Web;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A web site that was open in a browser on this machine could pause the learner: a POST of text is
 * sent without asking. And it could read all, by a name of its own that points to 127.0.0.1.
 */
@Live
class ForeignSiteDrivesTheLearnerTest {

  private final String url;
  private final String host;

  ForeignSiteDrivesTheLearnerTest(LiveZeroflow live) {
    this.url = live.url();
    this.host = "Host: " + URI.create(live.url()).getAuthority();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Origin: http://localhost.evil.example",
        "Origin: garbage",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate",
      })
  void itsChangesAreRefused(String header) throws Exception {
    for (String change : new String[] {"pause", "resume", "snapshot", "rollback", "predict"}) {
      Wire.Answer answer =
          Wire.ask(url, "POST /api/v1/" + change, host, header, "Content-Type: text/plain");
      assertThat(answer.status()).as(change).isEqualTo(403);
      assertThat(answer.detail()).contains("Origin", "Sec-Fetch-Site");
    }
    for (String change : new String[] {"strategy", "policy"}) {
      Wire.Answer answer =
          Wire.tell(
              url, "PUT /api/v1/" + change, "zo-sgd", host, header, "Content-Type: text/plain");
      assertThat(answer.status()).as(change).isEqualTo(403);
    }
    assertThat(Web.json(new Web(url).get("/api/v1/status")).get("paused").asBoolean()).isFalse();
  }

  @Test
  void thePageMayStillChangeThings() throws Exception {
    String origin = "Origin: " + url;
    assertThat(
            Wire.ask(url, "POST /api/v1/resume", host, origin, "Sec-Fetch-Site: same-origin")
                .status())
        .isEqualTo(200);
    assertThat(Wire.ask(url, "POST /api/v1/resume", host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, no-cors,  403", // a picture, a script, a stream of events
    "cross-site, cors,     403",
    "same-site,  cors,     403", // another port of localhost
    "cross-site, navigate, 200", // a link that somebody followed
    "none,       navigate, 200",
    "same-origin, cors,    200",
  })
  void whatItReadsIsRefusedButForLinks(String site, String mode, int status) throws Exception {
    for (String path : new String[] {"/", "/api/v1/status", "/metrics"}) {
      assertThat(
              Wire.ask(
                      url,
                      "GET " + path,
                      host,
                      "Sec-Fetch-Site: " + site,
                      "Sec-Fetch-Mode: " + mode)
                  .status())
          .as(path)
          .isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.1",
        "[2001:db8::1]",
        "127.1",
      })
  void itsNameForThisMachineIsNotAnswered(String name) throws Exception {
    for (String path : new String[] {"/", "/alive", "/metrics", "/api/v1/status", "/nothing"}) {
      Wire.Answer answer = Wire.ask(url, "GET " + path, "Host: " + name);
      assertThat(answer.status()).as(path).isEqualTo(421);
      assertThat(answer.detail()).contains(name.replaceFirst(":8080", ""), "zeroflow.http.hosts");
    }
    assertThat(Wire.ask(url, "POST /api/v1/pause", "Host: " + name).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:1", "localhost.", "127.0.0.1", "127.1.2.3:9", "[::1]:80"})
  void loopbackIsAnsweredUnderAllItsNames(String name) throws Exception {
    assertThat(Wire.ask(url, "GET /alive", "Host: " + name).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, pause,    text/plain,                        x",
    "POST, pause,    multipart/form-data; boundary=x,   x",
    "POST, snapshot, application/x-www-form-urlencoded, x=1",
    "PUT,  strategy, application/x-www-form-urlencoded, zo-sgd",
    "PUT,  policy,   application/octet-stream,          manual",
    "POST, predict,  text/plain,                        {}",
    "POST, predict,  application/x-www-form-urlencoded, {}",
  })
  void whatAFormCanSendIsOfNoTypeThatIsTaken(String method, String path, String type, String body)
      throws Exception {
    Wire.Answer answer =
        Wire.tell(url, method + " /api/v1/" + path, body, host, "Content-Type: " + type);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.detail()).contains("application/json", "-H 'Content-Type: ");
  }

  @Test
  void aCompressedBodyIsNotUnpacked() throws Exception {
    Wire.Answer answer =
        Wire.tell(
            url,
            "POST /api/v1/predict",
            "\u001f\u008b",
            host,
            "Content-Type: application/json",
            "Content-Encoding: gzip");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.detail()).contains("gzip");
  }
}

package io.zeroflow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.runtime.settings.HttpSettings;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under which names a port answers, and whose pages may ask. */
class GateTest {

  private static final String TOKEN = "correct horse battery";

  private static Gate gate(String bound, String token) {
    HttpSettings settings =
        new HttpSettings(
            bound,
            8080,
            List.of("learner.example.org", "*.svc.cluster.local"),
            token,
            new HttpSettings.Tls("", "", true));
    return new Gate(settings, new Admission(settings));
  }

  private static int status(Gate gate, HttpRequest request) {
    return gate.refusal(request).map(response -> response.status().intValue()).orElse(200);
  }

  /** Probes and scrapes go by a pod's address, clients by names that the settings have. */
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,     10.1.2.3,                         200",
    "0.0.0.0,     '[fd00::1]',                      200",
    "0.0.0.0,     localhost,                        200",
    "0.0.0.0,     learner.example.org,              200",
    "0.0.0.0,     Learner.Example.Org.,             200",
    "0.0.0.0,     zeroflow.ns.svc.cluster.local,    200",
    "0.0.0.0,     svc.cluster.local,                421",
    "0.0.0.0,     evilsvc.cluster.local,            421",
    "0.0.0.0,     evil.example,                     421",
    "0.0.0.0,     x.learner.example.org,            421",
    "127.0.0.1,   10.1.2.3,                         421",
    "127.0.0.1,   learner.example.org,              200",
    "localhost,   127.0.0.2,                        200",
    "'::1',       '[::1]',                          200",
  })
  void answersUnderItsOwnNames(String bound, String host, int status) {
    HttpRequest request = HttpRequest.GET("/alive").addHeader(Host.create(host));
    assertThat(status(gate(bound, ""), request)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "http://learner.example.org,       learner.example.org, 0,    200",
    "https://learner.example.org,      learner.example.org, 0,    200", // a proxy has the TLS
    "https://learner.example.org,      learner.example.org, 443,  200",
    "http://learner.example.org:80,    learner.example.org, 0,    200",
    "https://learner.example.org:8443, learner.example.org, 8443, 200",
    "https://learner.example.org:8443, learner.example.org, 0,    403",
    "https://example.org,              learner.example.org, 0,    403",
  })
  void takesWhatItsOwnPageSends(String origin, String host, int port, int status) {
    HttpRequest request =
        HttpRequest.POST("/api/v1/pause")
            .addHeader(port == 0 ? Host.create(host) : Host.create(host, port))
            .addHeader(RawHeader.create("Origin", origin));
    assertThat(status(gate("0.0.0.0", ""), request)).isEqualTo(status);
  }

  /** No browser sends a site's request with a token that the site does not know. */
  @ParameterizedTest
  @CsvSource({"Bearer correct horse battery, 200", "Bearer wrong, 403", "'', 403"})
  void takesTheTokenForAnAnswer(String authorization, int status) {
    HttpRequest request =
        HttpRequest.POST("/api/v1/pause")
            .addHeader(Host.create("localhost"))
            .addHeader(RawHeader.create("Sec-Fetch-Site", "cross-site"))
            .addHeader(RawHeader.create("Authorization", authorization));
    assertThat(status(gate("0.0.0.0", TOKEN), request)).isEqualTo(status);
  }
}

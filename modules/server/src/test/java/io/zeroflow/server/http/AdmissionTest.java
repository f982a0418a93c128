package io.zeroflow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.runtime.settings.HttpSettings;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may change something. */
class AdmissionTest {

  private static final String TOKEN = "correct horse battery";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "127.0.0.1, clear,     -,     -,                            200",
        "127.0.0.1, clear,     -,     Bearer whatever,              200",
        "127.0.0.1, clear,     token, -,                            401",
        "127.0.0.1, clear,     token, Bearer correct horse battery, 200",
        "0.0.0.0,   here,      -,     -,                            403",
        "0.0.0.0,   here,      -,     Bearer correct horse battery, 403",
        "0.0.0.0,   here,      token, -,                            401",
        "0.0.0.0,   here,      token, Bearer,                       401",
        "0.0.0.0,   here,      token, Bearer correct horse batter,  401",
        "0.0.0.0,   here,      token, bearer correct horse battery, 401",
        "0.0.0.0,   here,      token, Basic correct horse battery,  401",
        "0.0.0.0,   here,      token, Bearer correct horse battery, 200",
        "0.0.0.0,   elsewhere, token, Bearer correct horse battery, 200",
        "0.0.0.0,   elsewhere, -,     -,                            403",
        "0.0.0.0,   clear,     token, Bearer correct horse battery, 403",
      })
  void isForWhoBringsTheToken(String host, String tls, String token, String header, int status) {
    HttpSettings settings =
        new HttpSettings(
            host,
            8080,
            List.of(),
            token == null ? "" : TOKEN,
            new HttpSettings.Tls(
                tls.equals("here") ? "certificate" : "", "", tls.equals("elsewhere")));

    Optional<HttpResponse> refusal = new Admission(settings).refusal(Optional.ofNullable(header));

    assertThat(refusal.map(response -> response.status().intValue()).orElse(200)).isEqualTo(status);
    refusal
        .filter(response -> status == 401)
        .ifPresent(r -> assertThat(r.getHeader("WWW-Authenticate")).isPresent());
  }
}

package io.zeroflow.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
        "true,  -,     -,                            200",
        "true,  -,     Bearer whatever,              200",
        "false, -,     -,                            403",
        "false, -,     Bearer correct horse battery, 403",
        "true,  token, -,                            401",
        "false, token, -,                            401",
        "false, token, Bearer,                       401",
        "false, token, Bearer correct horse batter,  401",
        "false, token, bearer correct horse battery, 401",
        "false, token, Basic correct horse battery,  401",
        "true,  token, Bearer correct horse battery, 200",
        "false, token, Bearer correct horse battery, 200",
      })
  void isForWhoBringsTheToken(boolean loopback, String token, String header, int status) {
    Optional<HttpResponse> refusal =
        new Admission(loopback, token == null ? "" : TOKEN).refusal(Optional.ofNullable(header));

    assertThat(refusal.map(response -> response.status().intValue()).orElse(200)).isEqualTo(status);
    refusal
        .filter(response -> status == 401)
        .ifPresent(r -> assertThat(r.getHeader("WWW-Authenticate")).isPresent());
  }
}

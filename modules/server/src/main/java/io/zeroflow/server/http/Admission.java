package io.zeroflow.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Who may change something: whoever brings the token (RFC 6750). Without one it is everybody on
 * this machine, and nobody where others can reach the port.
 *
 * @param loopback whether only this machine reaches the port
 * @param token empty for none
 */
record Admission(boolean loopback, String token) {

  private static final String BEARER = "Bearer ";

  /**
   * The refusal, if there is one.
   *
   * @param authorization the header of the request
   */
  Optional<HttpResponse> refusal(Optional<String> authorization) {
    if (!token.isEmpty()) {
      return authorization.filter(this::holds).isPresent() ? Optional.empty() : Optional.of(ask());
    }
    return loopback
        ? Optional.empty()
        : Optional.of(
            Problems.of(
                403,
                "Changes are refused",
                "others can reach this port, and no token is set: give zeroflow.http.token"
                    + " (ZEROFLOW_HTTP_TOKEN), or bind to loopback"));
  }

  /** In a time that does not tell how much of it is right. */
  private boolean holds(String authorization) {
    return authorization.startsWith(BEARER)
        && MessageDigest.isEqual(
            authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse ask() {
    return Problems.of(
            401,
            "A token is needed",
            "send the header Authorization: Bearer with the token of zeroflow.http.token; the"
                + " command line takes it from ZEROFLOW_HTTP_TOKEN")
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"zeroflow\""));
  }
}

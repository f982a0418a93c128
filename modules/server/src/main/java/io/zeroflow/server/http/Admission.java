package io.zeroflow.server.http;

import io.zeroflow.runtime.settings.HttpSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Who may change something: whoever brings the token (RFC 6750), over a way on which it cannot be
 * read. Without a token it is everybody on this machine, and nobody where others reach the port;
 * what browsers ask in the name of other sites was refused before ({@link Gate}).
 */
record Admission(HttpSettings settings) {

  private static final String BEARER = "Bearer ";

  /**
   * The refusal, if there is one.
   *
   * @param authorization the header of the request
   */
  Optional<HttpResponse> refusal(Optional<String> authorization) {
    if (settings.token().isEmpty() && !settings.loopback()) {
      return refuse(
          "others can reach this port, and no token is set: give zeroflow.http.token"
              + " (ZEROFLOW_HTTP_TOKEN), or bind to loopback");
    }
    if (settings.inTheClear()) {
      return refuse(
          "others can reach this port, and a token would travel in the clear: give"
              + " zeroflow.http.tls a certificate, or say that something before the port encrypts"
              + " (zeroflow.http.tls.elsewhere, ZEROFLOW_HTTP_TLS_ELSEWHERE=true)");
    }
    return settings.token().isEmpty() || brings(authorization)
        ? Optional.empty()
        : Optional.of(ask());
  }

  /** Whether there is a token, and the header has it. */
  boolean brings(Optional<String> authorization) {
    return !settings.token().isEmpty() && authorization.filter(this::holds).isPresent();
  }

  private static Optional<HttpResponse> refuse(String why) {
    return Optional.of(Problems.of(403, "Changes are refused", why));
  }

  /** In a time that does not tell how much of it is right. */
  private boolean holds(String authorization) {
    return authorization.startsWith(BEARER)
        && MessageDigest.isEqual(
            authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
            settings.token().getBytes(StandardCharsets.UTF_8));
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

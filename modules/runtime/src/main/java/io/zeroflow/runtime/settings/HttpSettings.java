package io.zeroflow.runtime.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the HTTP server listens, and who may change something through it.
 *
 * @param port 0 for a free one
 * @param token what a client must bring to change anything; empty asks for none
 */
public record HttpSettings(String host, int port, String token, Tls tls) {

  private static final int SHORTEST = 16;

  static HttpSettings from(Section section) {
    String token = section.optional("token");
    if (!token.isEmpty() && token.length() < SHORTEST) {
      section.secret(
          "token",
          "zeroflow.http.token is too short to keep anyone out; take at least %d characters, such as `openssl rand -hex 32` gives"
              .formatted(SHORTEST));
    }
    return new HttpSettings(
        section.text("host"),
        section.whole("port", 0, 65_535),
        token,
        Tls.from(section.section("tls")));
  }

  /**
   * TLS.
   *
   * @param certificate a PEM file; empty for plain HTTP
   * @param key a PEM file
   * @param elsewhere whether the way to the port is safe without
   */
  public record Tls(String certificate, String key, boolean elsewhere) {

    private static Tls from(Section section) {
      Tls tls =
          new Tls(
              section.optional("certificate"), section.optional("key"), section.flag("elsewhere"));
      if (tls.certificate.isEmpty() != tls.key.isEmpty()) {
        section.wrong(
            tls.key.isEmpty() ? "key" : "certificate",
            "TLS takes a certificate and its key, both or none");
      }
      return tls;
    }

    /** Whether the port speaks HTTPS. */
    public boolean here() {
      return !certificate.isEmpty();
    }
  }

  /** Whether a token sent to the port can be read on its way. */
  public boolean inTheClear() {
    return !loopback() && !tls.here() && !tls.elsewhere();
  }

  /** Whether the host is one that this machine knows. */
  public boolean known() {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Whether only this machine reaches the port.
   *
   * @throws SettingsException if the host is not known
   */
  public boolean loopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new SettingsException("zeroflow.http.host = %s is not a known host".formatted(host));
    }
  }

  /** Without the token: settings are logged. */
  @Override
  public String toString() {
    return "HttpSettings[host=%s, port=%d, token=%s, tls=%s]"
        .formatted(host, port, token.isEmpty() ? "none" : "set", tls);
  }
}

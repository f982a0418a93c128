package io.zeroflow.runtime.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the HTTP server listens, and who may change something through it.
 *
 * @param port 0 for a free one
 * @param token what a client must bring to change anything; empty asks for none
 */
public record HttpSettings(String host, int port, String token) {

  private static final int SHORTEST = 16;

  static HttpSettings from(Section section) {
    String token = section.optional("token");
    if (!token.isEmpty() && token.length() < SHORTEST) {
      throw new SettingsException(
          "zeroflow.http.token is too short to keep anyone out; take at least %d characters, such as `openssl rand -hex 32` gives"
              .formatted(SHORTEST));
    }
    return new HttpSettings(section.text("host"), section.whole("port", 0, 65_535), token);
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
    return "HttpSettings[host=%s, port=%d, token=%s]"
        .formatted(host, port, token.isEmpty() ? "none" : "set");
  }
}

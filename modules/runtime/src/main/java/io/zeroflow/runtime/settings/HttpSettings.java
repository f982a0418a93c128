package io.zeroflow.runtime.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the HTTP server listens, and who may change something through it.
 *
 * @param port 0 for a free one
 * @param hosts names, beside localhost and addresses, under which clients reach the port; {@code
 *     *.} before a name stands for everything below it
 * @param token what a client must bring to change anything; empty asks for none
 */
public record HttpSettings(String host, int port, List<String> hosts, String token, Tls tls) {

  private static final int SHORTEST = 16;
  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]");

  public HttpSettings {
    hosts = List.copyOf(hosts);
  }

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
        names(section),
        token,
        Tls.from(section.section("tls")));
  }

  private static List<String> names(Section section) {
    List<String> names =
        Arrays.stream(section.optional("hosts").split(",", -1))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        section.wrong(
            "hosts",
            "'%s' is no name of a host; write names without a port, separated by commas, such as learner.example.org, or *.example.org for everything below"
                .formatted(name));
      }
    }
    return names;
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
    return "HttpSettings[host=%s, port=%d, hosts=%s, token=%s, tls=%s]"
        .formatted(host, port, hosts, token.isEmpty() ? "none" : "set", tls);
  }
}

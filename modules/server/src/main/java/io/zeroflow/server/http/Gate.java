package io.zeroflow.server.http;

import io.zeroflow.runtime.settings.HttpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is refused before anything is done for it. A browser reaches whatever its user's machine
 * reaches, and carries requests there for any web site that is open in it: so the network position
 * that a request comes from says nothing of who wants it.
 *
 * <ul>
 *   <li>A Host that is not ours: a site let its own name point here (DNS rebinding), and its script
 *       would count as ours.
 *   <li>A request for another site's page, as the browser says in Origin and Sec-Fetch-Site, unless
 *       it brings the token. A link that somebody follows is no such request.
 *   <li>Query parameters that nothing reads.
 * </ul>
 */
record Gate(HttpSettings settings, Admission admission) {

  private static final Logger AUDIT = LoggerFactory.getLogger("io.zeroflow.audit");

  private static final Map<String, Set<String>> PARAMETERS =
      Map.of("/api/v1/predict", Set.of(Questions.TOP));

  /** The refusal, if there is one. */
  Optional<HttpResponse> refusal(HttpRequest request) {
    Optional<Host> host = request.getHeader(Host.class);
    if (host.isEmpty() || !ours(host.get())) {
      return Optional.of(misdirected(host.map(HttpHeader::value).orElse("")));
    }
    if (foreign(request, host.get()) && !admission.brings(header(request, "Authorization"))) {
      if (!reads(request)) {
        AUDIT.warn(
            "{} {} for another site's page is refused",
            request.method().name(),
            request.getUri().path());
      }
      return Optional.of(
          Problems.of(
              403,
              "Another site's requests are refused",
              "the browser says that a page from elsewhere asks (Origin, Sec-Fetch-Site); use the"
                  + " page of this server, or a client that is no browser. A proxy before it must"
                  + " pass the Host header on"));
    }
    return unknownParameters(request);
  }

  private boolean ours(Host host) {
    String name = host.host().address().toLowerCase(Locale.ROOT);
    if (host.host().isIPv4() || host.host().isIPv6()) {
      // No site's name: only what is at that address has it. Probes and scrapes go by it.
      return !settings.loopback() || loopback(name) || name.equals(settings.host());
    }
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return plain.equals("localhost")
        || plain.equals(settings.host().toLowerCase(Locale.ROOT))
        || settings.hosts().stream().anyMatch(known -> matches(known, plain));
  }

  private static boolean loopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress(); // a literal: nobody is asked
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean matches(String known, String name) {
    return known.startsWith("*.") ? name.endsWith(known.substring(1)) : name.equals(known);
  }

  private static HttpResponse misdirected(String host) {
    return Problems.of(
        421,
        "This is not that host",
        "the request is for '%s', which is not known to be a name of this server; add it to zeroflow.http.hosts (ZEROFLOW_HTTP_HOSTS), or use localhost"
            .formatted(host.length() > 100 ? host.substring(0, 100) + "…" : host));
  }

  /** Whether a browser says that it asks for a page of another site. */
  private static boolean foreign(HttpRequest request, Host host) {
    Optional<String> site = header(request, "Sec-Fetch-Site");
    boolean reads = reads(request);
    if (reads && header(request, "Sec-Fetch-Mode").filter("navigate"::equals).isPresent()) {
      return false;
    }
    if (site.isPresent()
        && !site.get().equals("same-origin")
        && !(reads && site.get().equals("none"))) {
      return true;
    }
    return header(request, "Origin").filter(origin -> !same(origin, host.value())).isPresent();
  }

  private static boolean reads(HttpRequest request) {
    return Set.of("GET", "HEAD").contains(request.method().name());
  }

  /**
   * Whether an origin is that of a Host; which of HTTP and HTTPS a proxy speaks does not matter.
   */
  private static boolean same(String origin, String host) {
    int scheme = origin.indexOf("://");
    if (scheme < 0) {
      return false;
    }
    String port = origin.startsWith("https:") ? ":443" : ":80";
    return plain(origin.substring(scheme + 3), port).equals(plain(host, port));
  }

  private static String plain(String authority, String port) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }

  private static Optional<HttpResponse> unknownParameters(HttpRequest request) {
    Set<String> known = PARAMETERS.getOrDefault(request.getUri().path(), Set.of());
    try {
      List<String> unknown =
          request.getUri().query().toMultiMap().keySet().stream()
              .filter(name -> !known.contains(name))
              .sorted()
              .toList();
      return unknown.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Problems.of(
                  400,
                  "Unknown query parameters",
                  "%s takes %s; leave out %s"
                      .formatted(
                          request.getUri().path(),
                          known.isEmpty() ? "no query parameters" : known + " and no others",
                          unknown)));
    } catch (IllegalUriException e) {
      return Optional.of(
          Problems.of(400, "The query cannot be read", String.valueOf(e.getMessage())));
    }
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }
}

package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeout;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.HttpSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The bound HTTP server. */
public final class HttpServer implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Longer than every route waits for its own part: none should be answered by this. */
  private static final Duration TIMEOUT = Duration.ofSeconds(35);

  private final ServerBinding binding;
  private final String url;

  private HttpServer(ServerBinding binding, HttpSettings settings) {
    this.binding = binding;
    this.url =
        "%s://%s:%d"
            .formatted(
                settings.tls().here() ? "https" : "http",
                settings.host(),
                binding.localAddress().getPort());
  }

  /**
   * Binds.
   *
   * @throws SettingsException if the port is taken, the address is not this machine's, or the files
   *     for TLS are not what they should be
   */
  public static HttpServer start(Zeroflow zeroflow, Settings all, PrometheusRegistry registry) {
    HttpSettings settings = all.http();
    Route routes = routes(zeroflow, all, registry);
    ServerBuilder server =
        Http.get(zeroflow.system().classicSystem()).newServerAt(settings.host(), settings.port());
    try {
      ServerBinding binding =
          (settings.tls().here() ? server.enableHttps(https(settings.tls())) : server)
              .withSettings(serving(zeroflow.system().classicSystem()))
              .bindFlow(new Connections(routes.handler(zeroflow.system().classicSystem())).flow())
              .toCompletableFuture()
              .join();
      return new HttpServer(binding, settings);
    } catch (CompletionException e) {
      throw new SettingsException(unbound(settings, rootMessage(e)));
    }
  }

  /** What of the settings would keep it from listening, in words with the remedy. */
  public static List<String> mistakes(HttpSettings settings) {
    List<String> mistakes = new ArrayList<>();
    if (settings.tls().here()) {
      try {
        https(settings.tls());
      } catch (SettingsException e) {
        mistakes.addAll(e.mistakes());
      }
    }
    if (!settings.known()) {
      mistakes.add("zeroflow.http.host = %s is not a known host".formatted(settings.host()));
    }
    return mistakes;
  }

  /**
   * Why it could not listen just now, in words with the remedy; empty if it could. Nothing stays
   * bound.
   */
  public static Optional<String> taken(HttpSettings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the server does
      socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty(); // a mistake, and said as one
    } catch (IOException e) {
      return Optional.of(unbound(settings, String.valueOf(e.getMessage())));
    }
  }

  private static String unbound(HttpSettings settings, String why) {
    return "HTTP cannot listen on %s:%d (%s); stop what uses the port, or set zeroflow.http.port (0 takes a free one)"
        .formatted(settings.host(), settings.port(), why);
  }

  private static ServerSettings serving(ActorSystem system) {
    ServerSettings defaults = ServerSettings.create(system);
    return defaults
        // HEAD is answered wherever GET is, as RFC 9110 asks.
        .withTransparentHeadRequests(true)
        .withRemoteAddressAttribute(true)
        .withParsingErrorHandler(UnreadableRequests.class.getName())
        // Or anybody could fill the log.
        .withParserSettings(defaults.getParserSettings().withIllegalHeaderWarnings(false));
  }

  private static Route routes(Zeroflow zeroflow, Settings all, PrometheusRegistry registry) {
    Admission admission = new Admission(all.http());
    Gate gate = new Gate(all.http(), admission);
    Route known =
        concat(
            new Api(zeroflow, new Control(zeroflow, admission), SettingsSummary.of(all)).routes(),
            new Operations(zeroflow, registry).routes(),
            Pages.routes());
    return withRequestTimeout(
            TIMEOUT,
            request -> Problems.later(503, "Zeroflow does not answer", "not in time; try again"),
            () ->
                extractRequest(
                    request -> gate.refusal(request).map(Directives::complete).orElse(known)))
        .seal(Problems.rejections(), Problems.exceptions());
  }

  private static HttpsConnectionContext https(HttpSettings.Tls tls) {
    try {
      return ConnectionContext.httpsServer(
          Tls.serving(Path.of(tls.certificate()), Path.of(tls.key())));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("zeroflow.http.tls: " + e.getMessage());
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:8080}. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    binding
        .terminate(GRACE)
        .toCompletableFuture()
        .thenAccept(terminated -> {})
        .completeOnTimeout(null, GRACE.toSeconds() + 1, TimeUnit.SECONDS)
        .join();
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}

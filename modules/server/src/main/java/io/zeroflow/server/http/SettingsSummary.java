package io.zeroflow.server.http;

import io.zeroflow.runtime.settings.HttpSettings;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SupervisorSettings;
import io.zeroflow.runtime.supervise.Policies;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings in words, picked one by one: what is not named here, such as a secret, stays out. */
public final class SettingsSummary {

  private SettingsSummary() {}

  /** Words by subject, in the order in which they are shown. */
  public static Map<String, String> of(Settings settings) {
    Map<String, String> words = new LinkedHashMap<>();
    ModelSettings model = settings.model();
    words.put("model", "'%s' from seed %d".formatted(model.id(), model.seed()));
    words.put("network", network(model));
    words.put("method", model.method().toString());
    words.put(
        "strategy",
        "%s, in steps of %d samples"
            .formatted(settings.strategy().brief(), settings.learner().batchSize()));
    words.put("supervisor", supervisor(settings.supervisor()));
    words.put("kafka", settings.kafka().bootstrapServers());
    words.put("topics", topics(settings.kafka()));
    words.put(
        "http",
        "%s, port %s, %s"
            .formatted(
                settings.http().host(),
                port(settings.http()),
                settings.http().tls().here() ? "with TLS" : "without TLS"));
    words.put("changes", changes(settings.http()));
    words.put(
        "tracing", settings.tracing().enabled() ? "on, to where the OTEL_ variables say" : "off");
    return words;
  }

  private static String network(ModelSettings model) {
    return "%s, %d adapted blocks, bottleneck %d, on device %s"
        .formatted(
            model.network().name().toLowerCase(Locale.ROOT),
            model.adaptedBlocks(),
            model.bottleneck(),
            model.device());
  }

  private static String supervisor(SupervisorSettings supervisor) {
    return "%s: %s"
        .formatted(
            supervisor.policy(), new Policies(supervisor).explained().get(supervisor.policy()));
  }

  private static String topics(KafkaSettings kafka) {
    return "tasks %s, dead letters %s, journal %s; missing ones %s"
        .formatted(
            kafka.topics().tasks(),
            kafka.topics().deadLetters(),
            kafka.topics().journal(),
            kafka.createTopics() ? "are created" : "stop the start");
  }

  private static String port(HttpSettings http) {
    return http.port() == 0 ? "any that is free" : Integer.toString(http.port());
  }

  private static String changes(HttpSettings http) {
    return refusal(http)
        .map(why -> "are refused: " + why)
        .orElse(
            http.token().isEmpty()
                ? "need no token: only this machine reaches the port"
                : "need the token");
  }

  /** Why all changes over HTTP are refused where the port is, with the remedy; empty if not. */
  public static Optional<String> refusal(HttpSettings http) {
    if (http.token().isEmpty()) {
      return http.loopback()
          ? Optional.empty()
          : Optional.of("others reach the port, and no token is set (ZEROFLOW_HTTP_TOKEN)");
    }
    return http.inTheClear()
        ? Optional.of(
            "others reach the port, and the token would travel in the clear (zeroflow.http.tls)")
        : Optional.empty();
  }
}

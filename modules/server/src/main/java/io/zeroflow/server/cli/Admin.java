package io.zeroflow.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import io.zeroflow.server.http.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --url} and calls to the API of a running Zeroflow. */
final class Admin {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Not an option: other users of the machine see the command line. */
  private static final String TOKEN = "ZEROFLOW_HTTP_TOKEN";

  /** Answers that explain themselves. */
  private static final Set<Integer> EXPLAINED = Set.of(400, 401, 403, 409, 413, 415, 421);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-u", "--url"},
      defaultValue = "${env:ZEROFLOW_URL:-http://127.0.0.1:8080}",
      description = "Address of the running Zeroflow (default: ${DEFAULT-VALUE}).")
  private String url = "";

  @Option(
      names = "--ca",
      paramLabel = "<file>",
      defaultValue = "${env:ZEROFLOW_CA}",
      description =
          "PEM file of the authority behind an https address that Java does not know"
              + " (ZEROFLOW_CA).")
  private @Nullable Path authority;

  JsonNode get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  JsonNode put(String path, String body) {
    return call("PUT", path, BodyPublishers.ofString(body));
  }

  JsonNode post(String path) {
    return call("POST", path, BodyPublishers.noBody());
  }

  private JsonNode call(String method, String path, BodyPublisher body) {
    try (HttpClient client = client()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(base().resolve("/api/v1/" + path))
              .timeout(ANSWER)
              .header("Content-Type", "text/plain; charset=utf-8")
              .method(method, body);
      String token = System.getenv(TOKEN);
      if (token != null) {
        request.header("Authorization", "Bearer " + token.strip());
      }
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        boolean usersMistake = response.statusCode() == 400;
        throw new CommandException(
            detail(response), usersMistake ? ExitCodes.USAGE : ExitCodes.FAILED);
      }
      return Json.mapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "%s does not answer with JSON; is --url the address of a Zeroflow?".formatted(url));
    } catch (SSLException e) {
      throw new CommandException(
          "%s: no TLS (%s); is --url right, and --ca the authority of its certificate?"
              .formatted(url, e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(
          "no Zeroflow answers at %s; is it running, and on that port? (--url, ZEROFLOW_URL)"
              .formatted(url));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
  }

  private HttpClient client() {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
    if (authority != null) {
      try {
        client.sslContext(Tls.trusting(authority));
      } catch (IllegalArgumentException e) {
        throw new SettingsException("--ca: " + e.getMessage());
      }
    }
    return client.build();
  }

  private URI base() {
    try {
      URI base = new URI(url);
      String scheme = base.getScheme();
      if (base.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return base;
      }
    } catch (URISyntaxException e) {
      // said below, like every other text that is no address
    }
    throw new ParameterException(
        spec.commandLine(),
        "--url '%s' is not an address; write it as http://host:port".formatted(url));
  }

  private static String detail(HttpResponse<String> response) {
    if (!EXPLAINED.contains(response.statusCode())) {
      return "%s answers with status %d; is --url the address of a Zeroflow?"
          .formatted(response.uri(), response.statusCode());
    }
    try {
      JsonNode detail = Json.mapper().readTree(response.body()).get("detail");
      if (detail != null) {
        return detail.asText();
      }
    } catch (JsonProcessingException e) {
      // not a problem document: the status must do
    }
    return "%s answers with status %d".formatted(response.uri(), response.statusCode());
  }
}

package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResource;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResourceDirectory;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.respondWithHeaders;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.server.Route;

/** The web page and the chart library, both from the class path. */
final class Pages {

  /** The page loads nothing from elsewhere, runs no script of its text and cannot be framed. */
  private static final HttpHeader POLICY =
      HttpHeader.parse(
          "Content-Security-Policy",
          "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

  private static final HttpHeader NO_SNIFFING =
      HttpHeader.parse("X-Content-Type-Options", "nosniff");

  private Pages() {}

  static Route routes() {
    return respondWithHeaders(
        List.of(POLICY, NO_SNIFFING),
        () ->
            concat(
                pathSingleSlash(() -> getFromResource("web/index.html")),
                path("openapi.json", () -> getFromResource("web/openapi.json")),
                pathPrefix("assets", () -> getFromResourceDirectory("web")),
                path("echarts.js", () -> getFromResource(echarts()))));
  }

  /** The webjar's path holds its version, which only the build knows. */
  private static String echarts() {
    String about = "META-INF/maven/org.webjars/echarts/pom.properties";
    try (InputStream in = Pages.class.getClassLoader().getResourceAsStream(about)) {
      if (in == null) {
        throw new IllegalStateException("the chart library is not on the class path: " + about);
      }
      Properties properties = new Properties();
      properties.load(in);
      return "META-INF/resources/webjars/echarts/%s/echarts.min.js"
          .formatted(properties.getProperty("version"));
    } catch (IOException e) {
      throw new IllegalStateException("the chart library cannot be read", e);
    }
  }
}

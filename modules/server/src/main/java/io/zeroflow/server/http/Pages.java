package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResource;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResourceDirectory;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.pekko.http.javadsl.server.Route;

/** The web page and the chart library, both from the class path. */
final class Pages {

  private Pages() {}

  static Route routes() {
    return concat(
        pathSingleSlash(() -> getFromResource("web/index.html")),
        pathPrefix("assets", () -> getFromResourceDirectory("web")),
        path("echarts.js", () -> getFromResource(echarts())));
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

package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of the web page, without a browser. */
@Live
class PagesTest {

  private final Web web;

  PagesTest(LiveZeroflow live) {
    this.web = new Web(live.url());
  }

  @Test
  void thePageAndAllItRefersToAreServedFromHere() throws Exception {
    HttpResponse<String> page = web.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(Web.type(page)).isEqualTo("text/html; charset=UTF-8");
    List<String> files =
        Pattern.compile("(?:src|href)=\"([^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(files).contains("echarts.js", "assets/app.js", "assets/charts.js");
    for (String file : files) {
      HttpResponse<String> answer = web.get("/" + file);
      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      assertThat(Web.type(answer)).as(file).startsWith(type(file));
      assertThat(answer.body()).as(file).isNotBlank();
    }
  }

  @Test
  void theScriptUsesOnlyIdsThatThePageHas() throws Exception {
    String page = web.get("/").body();
    String scripts =
        web.get("/assets/app.js").body()
            + web.get("/assets/charts.js").body()
            + web.get("/assets/control.js").body();

    Matcher ids = Pattern.compile("(?:byId|show|makeChart)\\('([a-z-]+)'").matcher(scripts);
    assertThat(ids.results().map(found -> found.group(1)).distinct())
        .hasSizeGreaterThan(10)
        .allSatisfy(id -> assertThat(page).contains("id=\"" + id + "\""));
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    HttpResponse<String> head = web.send("HEAD", "/");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  private static String type(String file) {
    if (file.equals("metrics")) {
      return "text/plain";
    }
    return switch (file.substring(file.lastIndexOf('.'))) {
      case ".js" -> "application/javascript";
      case ".css" -> "text/css";
      case ".json" -> "application/json";
      case ".svg" -> "image/svg+xml";
      default -> throw new AssertionError("a new kind of file: " + file);
    };
  }
}

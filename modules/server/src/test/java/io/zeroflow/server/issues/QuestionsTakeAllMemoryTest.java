package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.Live;
import io.zeroflow.server.LiveZeroflow;
import io.zeroflow.server.Web;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A question costs no token, and could take 45 s and 2 GB: texts of megabytes were tokenized whole,
 * any number of large bodies was read at once, and work went on for clients that had left.
 */
@Live
class QuestionsTakeAllMemoryTest {

  private static final String HEAD =
      "POST /api/v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private final String url;
  private final Web web;

  QuestionsTakeAllMemoryTest(LiveZeroflow live) {
    this.url = live.url();
    this.web = new Web(url);
  }

  @Test
  void aTextOfMegabytesIsAnsweredLikeItsBeginning() throws Exception {
    String beginning = "thunder and hail in the mountains ".repeat(100);
    JsonNode all = answer("{\"text\":\"" + beginning + "x ".repeat(3_500_000) + "\"}");
    assertThat(all.get("scores"))
        .isEqualTo(answer("{\"text\":\"" + beginning + "\"}").get("scores"));
  }

  private JsonNode answer(String body) throws Exception {
    HttpResponse<String> answer = web.post("/api/v1/predict", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Web.json(answer);
  }

  /** Also where they say that much will come, and then nothing does, and when they leave. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 8000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"})
  void fewLargeOnesAreReadAtOnce(String length) throws Exception {
    List<Wire> slow = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      slow.add(Wire.to(url).send(HEAD + length));
    }
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(
            () -> {
              Wire.Answer fifth = large();
              assertThat(fifth.status()).isEqualTo(503);
              assertThat(fifth.has("Retry-After: 1")).isTrue();
              assertThat(fifth.detail()).contains("too many questions above 65,536 bytes");
            });
    assertThat(answer("{\"text\":\"a small one\"}").get("label").asText()).isNotEmpty();
    assertThat(web.get("/alive").statusCode()).isEqualTo(200);

    for (Wire wire : slow) {
      wire.close();
    }
    await().atMost(LiveZeroflow.PATIENCE).until(() -> large().status() == 200);
  }

  private Wire.Answer large() throws IOException {
    return Wire.tell(
        url,
        "POST /api/v1/predict",
        "{\"text\":\"" + "rain ".repeat(1_200_000) + "\"}",
        "Host: localhost",
        "Content-Type: application/json");
  }

  @Test
  void whatIsBeyondTheLimitIsNotRead() throws Exception {
    try (Wire wire = Wire.to(url)) {
      wire.send(HEAD + "Connection: close\r\nContent-Length: 90000000\r\n\r\n");
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.detail()).contains("8,388,608 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 4", "1000, 4"})
  void soManyLabelsAreScoredAsAsked(int top, int labels) throws Exception {
    HttpResponse<String> answer = web.post("/api/v1/predict?top=" + top, "{\"text\":\"hail\"}");
    assertThat(Web.json(answer).get("scores")).hasSize(labels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "POST /api/v1/predict?top=0 top=0",
        "POST /api/v1/predict?top=1001 1000",
        "POST /api/v1/predict?top=-1 top=-1",
        "POST /api/v1/predict?top=many top=many",
        "POST /api/v1/predict?top= top=",
        "POST /api/v1/predict?top=1&top=2 top=1,2",
        "POST /api/v1/predict?tip=1 tip",
        "POST /api/v1/resume?force=true force",
        "GET /api/v1/history?from=1&to=2 [from,",
        "GET /metrics?name%5B%5D=x [name[]]",
        "GET /?x x",
        "GET /api/v1/status?%zz HEXDIG",
      })
  void whatIsAskedForIsNotPassedOver(String method, String path, String named) throws Exception {
    Wire.Answer answer =
        method.equals("GET")
            ? Wire.ask(url, "GET " + path, "Host: localhost")
            : Wire.tell(
                url,
                "POST " + path,
                "{\"text\":\"hail\"}",
                "Host: localhost",
                "Content-Type: application/json");
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.detail()).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /aaa HTTP/1.1|Host: localhost|X: y|Bad Header, 400",
    "GET /aaa HTTP/1.1, 400",
    "GET /aaa HTTP/9.9|Host: localhost, 505",
    "BREW /aaa HTTP/1.1|Host: localhost, 501",
  })
  void whatIsNoRequestIsAProblemToo(String lines, int status) throws Exception {
    try (Wire wire = Wire.to(url)) {
      wire.send(lines.replace("|", "\r\n") + "\r\n\r\n");
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.detail()).isNotBlank();
    }
  }

  @Test
  void longLinesAreProblemsToo() throws Exception {
    assertThat(Wire.ask(url, "GET /" + "x".repeat(5000), "Host: localhost").detail())
        .contains("URI");
    assertThat(Wire.ask(url, "GET /", "Host: localhost", "X: " + "y".repeat(20_000)).detail())
        .contains("header");
  }
}

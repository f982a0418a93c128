package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API says is what its description promises: every path, every answer, every field. */
@Live
class OpenApiTest {

  /** Bodies that are taken, by path; other changes need none. */
  private static final Map<String, String> GOOD =
      Map.of(
          "/api/v1/strategy", "{\"strategy\": \"zo-sgd(lr=1e-4)\"}",
          "/api/v1/policy", "{\"policy\": \"manual\"}",
          "/api/v1/predict", "{\"text\": \"a small animal that purrs\"}");

  private final Web web;
  private JsonNode description = Json.mapper().createObjectNode();

  OpenApiTest(LiveZeroflow live) {
    this.web = new Web(live.url());
  }

  @BeforeEach
  void read() throws Exception {
    HttpResponse<String> response = web.get("/openapi.json");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Web.type(response)).startsWith("application/json");
    description = Web.json(response);
    assertThat(description.get("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void everyOperationAnswersAsItIsDescribed() throws Exception {
    List<String> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (!path.getKey().endsWith("/events")) { // it never ends
          HttpResponse<String> response = ask(operation.getKey(), path.getKey());
          assertAsDescribed(operation.getValue(), response, path.getKey());
          asked.add(operation.getKey() + " " + path.getKey());
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(12).contains("put /api/v1/policy");
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    return switch (method) {
      case "get" -> web.get(path);
      case "put" -> web.put(path, "application/json", GOOD.getOrDefault(path, ""));
      case "post" -> web.post(path, GOOD.getOrDefault(path, ""));
      default -> throw new AssertionError("the description has a method " + method);
    };
  }

  private void assertAsDescribed(JsonNode operation, HttpResponse<String> response, String what)
      throws IOException {
    JsonNode answer = operation.at("/responses").get(Integer.toString(response.statusCode()));
    assertThat(answer).as("%s: status %d", what, response.statusCode()).isNotNull();
    String type = Web.type(response).replaceFirst(";.*", "");
    JsonNode content = answer.get("content").get(type);
    assertThat(content).as("%s: type %s", what, type).isNotNull();
    assertThat(problems(content.get("schema"), response.body())).as(what).isEmpty();
  }

  @Test
  void wrongBodiesAreProblemsAsDescribed() throws Exception {
    for (String path : List.of("/api/v1/strategy", "/api/v1/policy")) {
      for (String body : List.of("{", "{}", "nonsense")) {
        HttpResponse<String> response = web.put(path, "application/json", body);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode operation = description.get("paths").get(path).get("put");
        assertAsDescribed(operation, response, path + " " + body);
      }
    }
  }

  @Test
  void anEventIsAsDescribed() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> response =
          client.send(web.request("/api/v1/events").build(), BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        String event =
            lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow().substring(5);
        JsonNode schema =
            Json.mapper().createObjectNode().put("$ref", "#/components/schemas/Event");
        assertThat(problems(schema, event)).isEmpty();
      }
      client.shutdownNow();
    }
  }

  /** What keeps a value from being of a schema of the description. */
  private List<String> problems(JsonNode schema, String value) throws IOException {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", description.get("components"));
    JsonSchema compiled = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole);
    return compiled.validate(Json.mapper().readTree(value)).stream().map(Object::toString).toList();
  }
}

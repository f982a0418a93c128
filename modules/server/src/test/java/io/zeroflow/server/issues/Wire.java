package io.zeroflow.server.issues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.LiveZeroflow;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection that sends what no well-behaved client would. */
final class Wire implements AutoCloseable {

  private final Socket socket;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  static Wire to(String url) throws IOException {
    URI address = URI.create(url);
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout((int) LiveZeroflow.PATIENCE.toMillis());
    return new Wire(socket);
  }

  /** A request on a connection of its own, answered and closed. */
  static Answer ask(String url, String request, String... headers) throws IOException {
    return tell(url, request, "", headers);
  }

  /** The same with a body. */
  static Answer tell(String url, String request, String body, String... headers)
      throws IOException {
    try (Wire wire = to(url)) {
      StringBuilder head = new StringBuilder(request + " HTTP/1.1\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      if (!request.startsWith("GET")) {
        head.append("Content-Length: ").append(body.length()).append("\r\n");
      }
      wire.send(head + "Connection: close\r\n\r\n" + body);
      return wire.answer();
    }
  }

  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Everything until the server closes. */
  Answer answer() throws IOException {
    return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  /** The first line of the answer, without its end. */
  String statusLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\n';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  record Answer(String text) {

    int status() {
      return Integer.parseInt(text.split(" ", 3)[1]);
    }

    /** Of the problem that it is. */
    String detail() {
      try {
        JsonNode problem = Json.mapper().readTree(body());
        if (problem.get("status").asInt() != status()
            || !text.contains("application/problem+json")) {
          throw new AssertionError("no problem: " + text);
        }
        return problem.get("detail").asText();
      } catch (JsonProcessingException e) {
        throw new AssertionError("no problem: " + text, e);
      }
    }

    boolean has(String header) {
      return text.substring(0, text.indexOf("\r\n\r\n")).contains("\r\n" + header);
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }
}

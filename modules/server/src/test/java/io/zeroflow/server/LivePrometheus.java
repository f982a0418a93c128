package io.zeroflow.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Prometheus in a process of its own, as it is installed. */
final class LivePrometheus implements AutoCloseable {

  private final Process process;
  private final String url;

  private LivePrometheus(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** One that scrapes a Zeroflow every second; the test is skipped if there is none to start. */
  static LivePrometheus scraping(URI zeroflow, Path directory) throws IOException {
    Path binary = Programs.onPath("prometheus").orElse(null);
    assumeTrue(
        binary != null,
        "the dashboard is tested where prometheus is on the PATH; .ci/run installs it");
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: zeroflow
            static_configs: [{targets: ["%s"]}]
        """
            .formatted(zeroflow.getAuthority()));
    String address = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                String.valueOf(binary),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    LivePrometheus prometheus = new LivePrometheus(process, "http://" + address);
    await()
        .ignoreExceptions()
        .atMost(LiveZeroflow.PATIENCE)
        .until(() -> new Web(prometheus.url).get("/-/ready").statusCode() == 200);
    return prometheus;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

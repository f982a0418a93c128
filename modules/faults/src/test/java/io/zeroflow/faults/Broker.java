package io.zeroflow.faults;

import io.zeroflow.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/** A broker in a process of its own, always on the same port and directory. */
final class Broker implements Kafka, AutoCloseable {

  private final Path directory;
  private final int port;
  private Jvm process;

  private Broker(Path directory, int port, Jvm process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** What runs in the process. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
      EmbeddedKafka kafka =
          EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
      new CountDownLatch(1).await();
    }
  }

  static Broker start(Path directory) throws IOException {
    Files.createDirectories(directory);
    int port = freePort();
    Broker broker = new Broker(directory, port, launch(directory, port));
    broker.awaitReady();
    return broker;
  }

  private static Jvm launch(Path directory, int port) throws IOException {
    return Jvm.start(
        directory.resolveSibling("broker.log"),
        Main.class,
        directory.toString(),
        Integer.toString(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() {
    Awaitility.await()
        .pollInSameThread()
        .atMost(Waits.LONG)
        .until(
            () -> {
              try (Admin admin = Admin.create(client())) {
                return !admin.describeCluster().nodes().get().isEmpty();
              }
            });
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it without a word and starts it again. */
  void killAndRestart() throws IOException, InterruptedException {
    process.kill();
    process = launch(directory, port);
    awaitReady();
  }

  /** Stops it in order and starts it again. */
  void restart() throws IOException, InterruptedException {
    process.signal("TERM");
    process.exit();
    process = launch(directory, port);
    awaitReady();
  }

  @Override
  public void close() {
    process.close();
  }
}

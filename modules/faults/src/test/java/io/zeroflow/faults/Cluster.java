package io.zeroflow.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Brokers that are their own controllers, each in a process of its own, started by Kafka's own main
 * classes. Clients reach every one of them by a wire.
 */
final class Cluster implements Kafka, AutoCloseable {

  private final List<Node> nodes;

  private record Node(Path properties, Path log, Wire wire, Jvm[] process) {

    void launch() throws IOException {
      process[0] = Jvm.start(log, kafka.Kafka.class, properties.toString());
    }
  }

  private Cluster(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Starts so many brokers and waits until all are there. */
  static Cluster start(Path directory, int size) throws Exception {
    Files.createDirectories(directory);
    int[] clients = freePorts(size);
    int[] inner = freePorts(size);
    int[] controllers = freePorts(size);
    String voters =
        IntStream.range(0, size)
            .mapToObj(i -> "%d@127.0.0.1:%d".formatted(i + 1, controllers[i]))
            .collect(Collectors.joining(","));
    String id = Uuid.randomUuid().toString();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Wire wire = Wire.to(clients[i]);
      Properties p = new Properties();
      p.setProperty("process.roles", "broker,controller");
      p.setProperty("node.id", Integer.toString(i + 1));
      p.setProperty("controller.quorum.voters", voters);
      p.setProperty("controller.listener.names", "CONTROLLER");
      p.setProperty(
          "listeners",
          "CLIENTS://127.0.0.1:%d,INNER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
              .formatted(clients[i], inner[i], controllers[i]));
      p.setProperty(
          "advertised.listeners",
          "CLIENTS://127.0.0.1:%d,INNER://127.0.0.1:%d".formatted(wire.port(), inner[i]));
      p.setProperty(
          "listener.security.protocol.map",
          "CLIENTS:PLAINTEXT,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT");
      p.setProperty("inter.broker.listener.name", "INNER");
      p.setProperty("log.dirs", directory.resolve("node-" + (i + 1)).toString());
      p.setProperty("auto.create.topics.enable", "false");
      p.setProperty("group.initial.rebalance.delay.ms", "0");
      for (String topic : List.of("offsets.topic", "transaction.state.log")) {
        p.setProperty(topic + ".replication.factor", Integer.toString(size));
        p.setProperty(topic + ".num.partitions", "1");
      }
      p.setProperty("transaction.state.log.min.isr", Integer.toString(size / 2 + 1));
      p.setProperty("min.insync.replicas", Integer.toString(size / 2 + 1));
      Path file = directory.resolve("node-%d.properties".formatted(i + 1));
      try (OutputStream out = Files.newOutputStream(file)) {
        p.store(out, null);
      }
      format(id, file);
      nodes.add(
          new Node(file, directory.resolve("node-%d.log".formatted(i + 1)), wire, new Jvm[1]));
    }
    Cluster cluster = new Cluster(nodes);
    for (Node node : nodes) {
      node.launch();
    }
    cluster.awaitWhole();
    return cluster;
  }

  private static void format(String cluster, Path properties) {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      String[] arguments = {"format", "-t", cluster, "-c", properties.toString()};
      if (StorageTool.execute(arguments, silent) != 0) {
        throw new IllegalStateException(
            "the directory of %s is not formatted".formatted(properties));
      }
    }
  }

  private static int[] freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0));
      }
      return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Waits until every broker is in the cluster. */
  void awaitWhole() {
    Waits.patiently()
        .ignoreExceptions()
        .until(
            () -> {
              try (Admin admin = Admin.create(client())) {
                return admin.describeCluster().nodes().get().size() == nodes.size();
              }
            });
  }

  @Override
  public String address() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.wire().port())
        .collect(Collectors.joining(","));
  }

  @Override
  public short replication() {
    return (short) nodes.size();
  }

  /** Ends a broker without a word. */
  void kill(int index) throws InterruptedException {
    nodes.get(index).process()[0].kill();
  }

  /** Starts it again. */
  void launch(int index) throws IOException {
    nodes.get(index).launch();
  }

  /** Between the clients and a broker. */
  Wire wire(int index) {
    return nodes.get(index).wire();
  }

  @Override
  public void close() throws IOException {
    for (Node node : nodes) {
      node.process()[0].close();
      node.wire().close();
    }
  }
}

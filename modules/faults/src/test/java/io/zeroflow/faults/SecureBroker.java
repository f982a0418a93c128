package io.zeroflow.faults;

import io.zeroflow.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker whose clients must speak TLS and give a password (SASL/PLAIN). Of two users the learner
 * may do everything, the guest what an access list lets it where there is one.
 */
final class SecureBroker implements AutoCloseable {

  static final String USER = "learner";
  static final String GUEST = "guest";
  static final String STORE_PASSWORD = "store-password";

  private final KafkaRaftServer server;
  private final int port;
  private final Path trust;

  private SecureBroker(KafkaRaftServer server, int port, Path trust) {
    this.server = server;
    this.port = port;
    this.trust = trust;
  }

  static SecureBroker start(Path folder, String password) throws Exception {
    Path data = folder.resolve("kafka");
    EmbeddedKafka.start(data).close(); // formats the directory
    Path key = folder.resolve("key.p12");
    Path certificate = folder.resolve("broker.crt");
    Path trust = folder.resolve("trust.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "SAN=IP:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        key.toString());
    keytool(
        "-exportcert",
        "-alias",
        "broker",
        "-keystore",
        key.toString(),
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "broker",
        "-storetype",
        "PKCS12",
        "-keystore",
        trust.toString(),
        "-file",
        certificate.toString());
    int port = freePort();
    int controller = freePort();
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controller);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty(
        "listeners",
        "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller));
    p.setProperty("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
    p.setProperty("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT");
    p.setProperty("inter.broker.listener.name", "CLIENTS");
    p.setProperty("sasl.mechanism.inter.broker.protocol", "PLAIN");
    p.setProperty("sasl.enabled.mechanisms", "PLAIN");
    p.setProperty(
        "listener.name.clients.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\" user_%3$s=\"%2$s\";"
            .formatted(USER, password, GUEST));
    p.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    p.setProperty("super.users", "User:ANONYMOUS;User:" + USER); // the controller is anonymous
    p.setProperty("allow.everyone.if.no.acl.found", "true");
    p.setProperty("ssl.keystore.location", key.toString());
    p.setProperty("ssl.keystore.password", STORE_PASSWORD);
    p.setProperty("ssl.key.password", STORE_PASSWORD);
    p.setProperty("ssl.truststore.location", trust.toString());
    p.setProperty("ssl.truststore.password", STORE_PASSWORD);
    p.setProperty("log.dirs", data.toString());
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      p.setProperty(topic + ".replication.factor", "1");
    }
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(p, false), Time.SYSTEM);
    server.startup();
    return new SecureBroker(server, port, trust);
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(printed);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** What an operator writes to get in. */
  String config(String password) {
    return config(USER, password);
  }

  String config(String user, String password) {
    return """
        zeroflow.kafka {
          bootstrap-servers = "%s"
          client {
            security.protocol = SASL_SSL
            sasl.mechanism = PLAIN
            sasl.jaas.config = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\\"%s\\" password=\\"%s\\";"
            ssl.truststore.location = "%s"
            ssl.truststore.password = "%s"
          }
        }
        """
        .formatted(address(), user, password, trust, STORE_PASSWORD);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}

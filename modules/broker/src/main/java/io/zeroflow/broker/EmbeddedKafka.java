package io.zeroflow.broker;

import java.nio.file.Path;
import java.util.function.Supplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * One broker that is its own controller, on the loopback interface.
 *
 * <p>A fault that Kafka deems fatal while it runs, such as a full disk, ends the whole process:
 * that is Kafka's way of never acknowledging what it may not have kept. After that, or a kill, the
 * next start takes some nine seconds longer, in which the lost broker's session runs out.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final int ATTEMPTS = 5;

  private final KafkaRaftServer server;
  private final DataDirectory data;
  private final Ports ports;

  private EmbeddedKafka(KafkaRaftServer server, DataDirectory data, Ports ports) {
    this.server = server;
    this.data = data;
    this.ports = ports;
  }

  /**
   * Starts a broker on a free port.
   *
   * @param directory where its log lives; formatted if it is empty or missing, reused with all its
   *     records if a broker has used it before
   * @throws IllegalStateException naming the directory if it cannot be used, or if another broker
   *     is using it
   */
  public static EmbeddedKafka start(Path directory) {
    return start(directory, Ports::free);
  }

  /**
   * Starts a broker on a given port.
   *
   * @param directory as for {@link #start(Path)}
   * @param port 1 to 65535
   * @throws IllegalStateException also if the port is taken, naming it
   */
  public static EmbeddedKafka start(Path directory, int port) {
    return start(directory, () -> Ports.with(port));
  }

  /** A port can be taken between its choice and its use; then {@code choice} is asked again. */
  static EmbeddedKafka start(Path directory, Supplier<Ports> choice) {
    DataDirectory data = DataDirectory.open(directory);
    try {
      for (int attempt = 1; ; attempt++) {
        Ports ports = choice.get();
        try {
          return new EmbeddedKafka(boot(data, ports), data, ports);
        } catch (RuntimeException e) {
          if (attempt == ATTEMPTS || ports.areFree()) {
            throw new IllegalStateException(
                "the broker in %s does not start on %s: %s".formatted(directory, ports, e), e);
          }
        }
      }
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  /** What clients connect to: host and port. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + ports.broker();
  }

  /** Stops the broker and waits until it has; records stay in the directory. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      data.close();
    }
  }

  private static KafkaRaftServer boot(DataDirectory data, Ports ports) {
    KafkaConfig config = new KafkaConfig(BrokerProperties.of(data.path(), ports), false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try (var _ = HaltGuard.install()) {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }
}

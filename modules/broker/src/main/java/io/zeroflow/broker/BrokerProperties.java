package io.zeroflow.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka's configuration of a single node that is broker and controller. */
final class BrokerProperties {

  static final int NODE = 1;
  static final String CONTROLLER = "CONTROLLER";

  private BrokerProperties() {}

  static Map<String, String> of(Path directory, Ports ports) {
    Map<String, String> p = new HashMap<>();
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE));
    // Static voters are read again at every start, so the ports may change between two.
    p.put("controller.quorum.voters", NODE + "@" + Ports.HOST + ":" + ports.controller());
    p.put("controller.listener.names", CONTROLLER);
    String clients = "PLAINTEXT://" + Ports.HOST + ":" + ports.broker();
    String controller = CONTROLLER + "://" + Ports.HOST + ":" + ports.controller();
    p.put("listeners", clients + "," + controller);
    p.put("advertised.listeners", clients);
    p.put("log.dirs", directory.toString());

    p.put("auto.create.topics.enable", "false");
    p.put("group.initial.rebalance.delay.ms", "0");
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      p.put(topic + ".replication.factor", "1");
      p.put(topic + ".num.partitions", "1");
    }
    p.put("transaction.state.log.min.isr", "1");

    // Small pools and buffers: it shares a small machine with what it is embedded in.
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "2");
    p.put("group.coordinator.threads", "1");
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    return p;
  }
}

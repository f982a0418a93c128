package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.snapshot.Snapshot;
import io.zeroflow.journal.snapshot.Snapshots;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what is in work is finished, committed and kept, and the exit code says so. */
class ShutdownTest {

  @TempDir private static Path directory;

  @Test
  @Row("SIGTERM")
  void aTerminatedLearnerLeavesEverythingBehindAndExitsWithZero() throws Exception {
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "term");
      Recipe recipe = Recipe.ALL.getFirst();
      String config =
          stream.config(
              broker,
              "m",
              recipe,
              Map.of("zeroflow.snapshots.directory", directory.resolve("snapshots")));
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config);
          Life life = Life.start(directory, "m", config)) {
        Waits.patiently().until(() -> following.steps() >= 50);
        life.process().signal("TERM");
        assertThat(life.process().exit()).as(life.process().printed()).isZero();

        long end = Waits.patiently().until(() -> following.ended(), last -> last >= 0);
        Snapshot snapshot =
            new Snapshots(directory.resolve("snapshots"), "m", 3).latest(s -> true).orElseThrow();
        assertThat(snapshot.sequence()).isEqualTo(end);
        assertThat(committed(broker, stream)).isEqualTo(following.position());
      }
    }
  }

  /** What lag tools see. */
  private static long committed(Broker broker, Stream stream) throws Exception {
    try (Admin admin = Admin.create(broker.client())) {
      return admin
          .listConsumerGroupOffsets("zeroflow-m")
          .partitionsToOffsetAndMetadata()
          .get()
          .getOrDefault(new TopicPartition(stream.tasks(), 0), new OffsetAndMetadata(0))
          .offset();
    }
  }
}

package io.zeroflow.faults;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.runtime.Models;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model's journal comes to; equal outcomes are equal models.
 *
 * @param theta SHA-256 of θ
 * @param method SHA-256 of what the continual-learning method holds
 * @param frozen the frozen control's means
 * @param step number of the last step
 * @param records of the journal
 * @param strategy of the next step
 */
record Outcome(
    String theta, String method, String frozen, long step, long records, String strategy) {

  /** Follows the journal until the model has consumed the whole stream. */
  static Outcome await(Kafka broker, Stream stream, String model, String config) {
    try (Following following = new Following(broker, stream, model, config)) {
      Waits.patiently().until(() -> following.position() >= stream.end());
      return following.outcome();
    }
  }

  /** Of a run that nothing disturbs, in this JVM: nobody kills it, so it needs no process. */
  static Outcome undisturbed(Kafka broker, Stream stream, Recipe recipe) {
    String model = "clean-" + recipe.method();
    String text = stream.config(broker, model, recipe, Map.of());
    Config config = ConfigFactory.load(ConfigFactory.parseString(text));
    try (Zeroflow zeroflow =
        Zeroflow.start(Settings.from(config), config, new PrometheusRegistry())) {
      Outcome outcome = await(broker, stream, model, text);
      if (!zeroflow.ready()) {
        throw new AssertionError("a run that nobody disturbed has failed; the log says why");
      }
      return outcome;
    }
  }

  /** Tails a journal; a gap, a repeat or a record of a stale learner is an error. */
  static final class Following implements AutoCloseable {

    private final JournalReader reader;
    private final Replica replica;
    private final Map<Integer, Long> consumed = new TreeMap<>();
    private long steps;
    private Instant earliest = Instant.MAX;
    private Instant latest = Instant.MIN;

    Following(Kafka broker, Stream stream, String model, String config) {
      this.reader = new JournalReader(broker.client(), stream.journal(), model);
      Settings settings =
          Settings.from(
              ConfigFactory.parseString(config)
                  .withFallback(ConfigFactory.defaultReference())
                  .resolve());
      this.replica =
          new Replica(
              Models.method(settings.model(), new ToyNetwork(ToyProvider.WIDTH)).newState());
    }

    /** Steps so far. */
    long steps() {
      follow();
      return steps;
    }

    /** What the learner's clock said first, whenever that was. */
    Instant earliest() {
      return earliest;
    }

    Instant latest() {
      return latest;
    }

    /** Swaps so far. */
    int swaps() {
      return replica.strategyNumber();
    }

    long position() {
      follow();
      return consumed.getOrDefault(0, 0L);
    }

    /** Sequence of the last record that is committed now; −1 while some are still to come. */
    long ended() {
      follow();
      return reader.position() >= reader.end() ? replica.sequence() : -1;
    }

    private void follow() {
      for (JournalRecord record : reader.poll(Duration.ofMillis(20))) {
        replica.apply(record);
        earliest = record.time().isBefore(earliest) ? record.time() : earliest;
        latest = record.time().isAfter(latest) ? record.time() : latest;
        steps += record.change() instanceof Change.Step ? 1 : 0;
        for (Consumed range : record.consumed()) {
          if (consumed.getOrDefault(range.partition(), 0L) != range.from()) {
            throw new AssertionError("offsets before %s are missing".formatted(range));
          }
          consumed.put(range.partition(), range.to());
        }
      }
    }

    Outcome outcome() {
      StringBuilder frozen = new StringBuilder();
      replica
          .frozen()
          .values()
          .forEach(row -> frozen.append(row.label()).append(hash(row.values())));
      return new Outcome(
          replica.theta().sha256(),
          sha256(bytes(replica)),
          frozen.toString(),
          replica.step(),
          replica.sequence() + 1,
          replica.strategy().toString());
    }

    private static int hash(float[] values) {
      return java.util.Arrays.hashCode(values);
    }

    private static byte[] bytes(Replica replica) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(bytes)) {
        replica.method().save(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}

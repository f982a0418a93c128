package io.zeroflow.runtime.follow;

import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.source.TaskRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/** The stream of a model's committed journal records, from the first one on. */
public final class JournalSource {

  private static final int GROUP = 500;
  private static final Duration WAIT = Duration.ofMillis(20);

  private JournalSource() {}

  /** Starts the stream; {@code take} completes when a group is applied. */
  public static Pair<Consumer.Control, CompletionStage<Done>> run(
      ActorSystem system,
      Settings settings,
      Function<List<JournalRecord>, CompletionStage<Done>> take) {
    byte[] model = settings.model().id().getBytes(StandardCharsets.UTF_8);
    String topic = settings.kafka().topics().journal();
    Map<Integer, Long> start = TaskRecords.positions(settings.kafka(), topic, Map.of());
    return TaskRecords.committed(system, settings.kafka(), topic, start)
        .filter(record -> Arrays.equals(model, record.key()))
        .map(record -> RecordCodec.decode(record.value()))
        .groupedWithin(GROUP, WAIT)
        .mapAsync(1, take::apply)
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
  }
}

package io.zeroflow.runtime.follow;

import io.opentelemetry.api.trace.SpanContext;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.kafka.Messages;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.source.TaskRecords;
import io.zeroflow.runtime.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/** The stream of a model's committed journal records. */
public final class JournalSource {

  private static final int GROUP = 500;
  private static final Duration WAIT = Duration.ofMillis(20);

  private JournalSource() {}

  /**
   * A record, and what its message said.
   *
   * @param nextOffset where the journal goes on after it
   * @param origin where it was appended
   */
  public record Entry(JournalRecord record, long nextOffset, SpanContext origin) {}

  /**
   * Starts the stream.
   *
   * @param from offset to start at
   * @param take completes when a group, in its order, is applied
   */
  public static Pair<Consumer.Control, CompletionStage<Done>> run(
      ActorSystem system,
      Settings settings,
      long from,
      Function<List<Entry>, CompletionStage<Done>> take) {
    String topic = settings.kafka().topics().journal();
    return TaskRecords.committed(system, settings.kafka(), topic, Map.of(0, from))
        .statefulMapConcat(() -> entries(new Messages(settings.model().id())))
        .groupedWithin(GROUP, WAIT)
        .mapAsync(1, take::apply)
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
  }

  private static Function<ConsumerRecord<byte[], byte[]>, Iterable<Entry>> entries(
      Messages messages) {
    return message -> {
      JournalRecord record = messages.next(message);
      return record == null
          ? List.of()
          : List.of(new Entry(record, messages.nextOffset(), Traces.sender(message.headers())));
    };
  }
}

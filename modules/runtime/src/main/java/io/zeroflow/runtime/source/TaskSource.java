package io.zeroflow.runtime.source;

import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.split.HashSplit;
import io.zeroflow.runtime.settings.Settings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * The stream from the tasks topic to the learner: decode, set dead letters aside, cut into lots,
 * make them ready, hand over two lots at most. The learner's answer is the back-pressure that
 * reaches the consumer; a few lots are prepared ahead on other threads.
 */
public final class TaskSource {

  private static final int LOTS_AHEAD = 4;

  /** One being made ready, one that is. */
  private static final int LOTS_IN_PREPARATION = 2;

  /** One being learned, one at hand, so that the learner never waits for the hand-over. */
  private static final int LOTS_WITH_LEARNER = 2;

  private static final int DEAD_LETTERS_IN_FLIGHT = 16;

  private TaskSource() {}

  /**
   * Starts the stream.
   *
   * @param start where each partition starts
   * @param learned offset of the first record of each partition that is still to be learned; what
   *     lies before was dealt with before a restart
   * @param prepare makes a lot ready for the learner, away from its thread
   * @param learn completes when the learner is done with a lot; a failure stops the stream
   * @return the consumer's control, and the end of the stream
   */
  public static <P> Pair<Consumer.Control, CompletionStage<Done>> run(
      ActorSystem system,
      Settings settings,
      Map<Integer, Long> start,
      Map<Integer, Long> learned,
      SampleChecks checks,
      DeadLetters deadLetters,
      Function<Lot, CompletionStage<P>> prepare,
      Function<P, CompletionStage<Done>> learn) {
    SampleCodec codec = new SampleCodec(settings.limits().recordBytes());
    HashSplit split = new HashSplit(settings.evaluation().heldOutShare());
    String topic = settings.kafka().topics().tasks();
    return TaskRecords.committed(system, settings.kafka(), topic, start)
        .map(record -> Decoded.of(record, codec, split, checks))
        .mapAsync(
            DEAD_LETTERS_IN_FLIGHT,
            decoded ->
                decoded.isBefore(learned)
                    ? CompletableFuture.completedFuture(decoded)
                    : deadLetters.keep(decoded))
        .statefulMapConcat(() -> new Batcher(settings.learner().batchSize(), learned)::add)
        .async()
        .buffer(LOTS_AHEAD, OverflowStrategy.backpressure())
        .mapAsync(LOTS_IN_PREPARATION, prepare::apply)
        .mapAsync(LOTS_WITH_LEARNER, learn::apply)
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
  }
}

package io.zeroflow.runtime.source;

import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.split.HashSplit;
import io.zeroflow.runtime.settings.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
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
   * @param start where it goes on: what lies before was dealt with before a restart
   * @param intake told how far it is
   * @param prepare makes a lot ready for the learner, away from its thread
   * @param learn completes when the learner is done with a lot; a failure stops the stream
   * @return what ends the stream in order, and its end
   */
  public static <P> Pair<Runnable, CompletionStage<Done>> run(
      ActorSystem system,
      Settings settings,
      SourceStart start,
      Partitions partitions,
      SampleChecks checks,
      DeadLetters deadLetters,
      Intake intake,
      Function<Lot, CompletionStage<P>> prepare,
      Function<P, CompletionStage<Done>> learn) {
    SampleCodec codec = new SampleCodec(settings.limits().recordBytes());
    HashSplit split = new HashSplit(settings.evaluation().heldOutShare());
    TaskReader reader =
        new TaskReader(
            system,
            settings.kafka(),
            partitions,
            record -> Decoded.of(record, codec, split, checks),
            gone -> LostInput.skip(settings.kafka(), gone));
    Batcher batcher = new Batcher(settings.learner().batchSize(), start.learned(), start.cuts());
    return reader
        .from(start.read())
        .mapAsync(
            DEAD_LETTERS_IN_FLIGHT,
            arrival ->
                arrival instanceof Decoded decoded && !decoded.isBefore(start.letters())
                    ? deadLetters.keep(decoded).thenApply(Arrival.class::cast)
                    : CompletableFuture.completedFuture(arrival))
        .via(new Batching(batcher, settings.learner().flushAfter(), intake))
        .async()
        .buffer(LOTS_AHEAD, OverflowStrategy.backpressure())
        .mapAsync(LOTS_IN_PREPARATION, prepare::apply)
        .mapAsync(LOTS_WITH_LEARNER, learn::apply)
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
  }
}

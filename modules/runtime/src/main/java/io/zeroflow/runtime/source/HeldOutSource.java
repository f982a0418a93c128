package io.zeroflow.runtime.source;

import io.zeroflow.data.Sample;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.split.HashSplit;
import io.zeroflow.runtime.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * A second reader of the tasks topic, for the evaluators: held-out samples only, always from the
 * first record, so that evaluators need no state of their own. It makes the checks that the
 * learner's source makes, which keeps the dead letters of both.
 */
public final class HeldOutSource {

  private static final int GROUP = 500;
  private static final Duration WAIT = Duration.ofMillis(50);

  private HeldOutSource() {}

  /**
   * Held-out samples that have arrived, and how far the topic has been read.
   *
   * @param positions next offset, by partition
   */
  public record HeldOut(List<Held> samples, Map<Integer, Long> positions) {
    public HeldOut {
      samples = List.copyOf(samples);
      positions = Map.copyOf(positions);
    }
  }

  /** A held-out sample and where it lies. */
  public record Held(int partition, long offset, Sample sample) {}

  /**
   * Starts the stream; {@code take} completes when a group is taken in. What the topic drops before
   * it is read here is no loss to the model.
   *
   * @return what ends the stream in order, and its end
   */
  public static Pair<Runnable, CompletionStage<Done>> run(
      ActorSystem system,
      Settings settings,
      Map<Integer, Long> start,
      Partitions partitions,
      SampleChecks checks,
      Function<HeldOut, CompletionStage<Done>> take) {
    SampleCodec codec = new SampleCodec(settings.limits().recordBytes());
    HashSplit split = new HashSplit(settings.evaluation().heldOutShare());
    TaskReader reader =
        new TaskReader(
            system,
            settings.kafka(),
            partitions,
            record -> Decoded.of(record, codec, split, checks),
            gone -> "before it was measured");
    return reader
        .from(start)
        .groupedWithin(GROUP, WAIT)
        .map(HeldOutSource::heldOut)
        // What lies before the start is not waited for.
        .prepend(Source.single(new HeldOut(List.of(), start)))
        .mapAsync(1, take::apply)
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
  }

  private static HeldOut heldOut(List<Arrival> group) {
    List<Held> samples = new ArrayList<>();
    Map<Integer, Long> positions = new HashMap<>();
    for (Arrival arrival : group) {
      switch (arrival) {
        case Decoded decoded -> {
          int partition = decoded.record().partition();
          long offset = decoded.record().offset();
          Sample sample = decoded.heldOut();
          if (sample != null) {
            samples.add(new Held(partition, offset, sample));
          }
          positions.put(partition, offset + 1);
        }
        case Arrival.Lost lost -> positions.put(lost.range().partition(), lost.range().to());
      }
    }
    return new HeldOut(samples, positions);
  }
}

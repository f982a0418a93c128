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
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * A second reader of the tasks topic, for the evaluators: held-out samples only, always from the
 * first record, so that evaluators need no state of their own. Bad records are the learner's
 * source's business and skipped here.
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

  /** Starts the stream; {@code take} completes when a group is taken in. */
  public static Pair<Consumer.Control, CompletionStage<Done>> run(
      ActorSystem system,
      Settings settings,
      Map<Integer, Long> start,
      Function<HeldOut, CompletionStage<Done>> take) {
    SampleCodec codec = new SampleCodec(settings.limits().recordBytes());
    HashSplit split = new HashSplit(settings.evaluation().heldOutShare());
    SampleChecks nothing =
        new SampleChecks(input -> {}, Integer.MAX_VALUE, Integer.MAX_VALUE, List.of(), List.of());
    String topic = settings.kafka().topics().tasks();
    return TaskRecords.committed(system, settings.kafka(), topic, start)
        .map(record -> Decoded.of(record, codec, split, nothing))
        .groupedWithin(GROUP, WAIT)
        .mapAsync(1, group -> take.apply(heldOut(group)))
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
  }

  private static HeldOut heldOut(List<Decoded> group) {
    List<Held> samples = new ArrayList<>();
    Map<Integer, Long> positions = new HashMap<>();
    for (Decoded decoded : group) {
      int partition = decoded.record().partition();
      long offset = decoded.record().offset();
      Sample sample = decoded.heldOut();
      if (sample != null) {
        samples.add(new Held(partition, offset, sample));
      }
      positions.put(partition, offset + 1);
    }
    return new HeldOut(samples, positions);
  }
}

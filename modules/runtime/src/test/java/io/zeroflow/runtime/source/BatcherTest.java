package io.zeroflow.runtime.source;

import static io.zeroflow.runtime.source.Records.dead;
import static io.zeroflow.runtime.source.Records.read;
import static io.zeroflow.runtime.source.Records.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatcherTest {

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** A random stream and what was made of it. */
  private static final class Run {
    final Map<Integer, Long> start = new LinkedHashMap<>();
    final Map<Integer, Long> end = new LinkedHashMap<>();
    final List<Decoded> records = new ArrayList<>();
    final int batchSize;

    Run(long seed) {
      Random random = new Random(seed);
      batchSize = 1 + random.nextInt(6);
      int partitions = 1 + random.nextInt(3);
      for (int p = 0; p < partitions; p++) {
        start.put(p, (long) random.nextInt(1000));
      }
      end.putAll(start);
      for (int i = 0; i < 300; i++) {
        int partition = random.nextInt(partitions);
        // Control records of transactions take offsets too.
        long offset = end.getOrDefault(partition, 0L) + (random.nextInt(10) == 0 ? 1 : 0);
        end.put(partition, offset + 1);
        records.add(decoded(random, partition, offset, i));
      }
    }

    private static Decoded decoded(Random random, int partition, long offset, int i) {
      int dice = random.nextInt(20);
      String task = "t" + (i / 60 + (random.nextInt(15) == 0 ? 1 : 0));
      if (dice < 2) {
        return dead(partition, offset);
      }
      if (dice < 3) {
        return read(partition, offset, new TaskEnd(task));
      }
      return read(partition, offset, sample(task, dice < 6 ? Split.EVAL : Split.TRAIN, i));
    }

    List<Lot> lots() {
      Batcher batcher = new Batcher(batchSize, start);
      List<Lot> lots = new ArrayList<>();
      records.forEach(record -> lots.addAll(batcher.add(record)));
      return lots;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lotsCoverEveryOffsetOnceInOrder(long seed) {
    Run run = new Run(seed);
    Map<Integer, Long> position = new HashMap<>(run.start);
    for (Lot lot : run.lots()) {
      assertThat(lot.consumed()).isNotEmpty();
      for (Consumed consumed : lot.consumed()) {
        assertThat(consumed.from()).isEqualTo(position.get(consumed.partition()));
        assertThat(consumed.to()).isGreaterThan(consumed.from());
        position.put(consumed.partition(), consumed.to());
      }
    }
    // What is not consumed is at most one unfinished batch and what was passed by after it.
    assertThat(
            run.records.stream().filter(r -> isPast(position, r)).filter(r -> r.taskEnd() != null))
        .isEmpty();
    assertThat(
            run.records.stream().filter(r -> isPast(position, r)).filter(r -> r.training() != null))
        .hasSizeLessThan(run.batchSize);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void samplesKeepTheirOrderAndEachIsInTheLotThatConsumesIt(long seed) {
    Run run = new Run(seed);
    Map<Integer, Long> position = new HashMap<>(run.start);
    List<Sample> learned = new ArrayList<>();
    for (Lot lot : run.lots()) {
      Map<Integer, Long> before = new HashMap<>(position);
      lot.consumed().forEach(c -> position.put(c.partition(), c.to()));
      List<Sample> expected =
          run.records.stream()
              .filter(r -> isPast(before, r) && !isPast(position, r))
              .map(Decoded::training)
              .filter(Objects::nonNull)
              .toList();
      List<Sample> samples = lot instanceof Lot.Samples batch ? batch.samples() : List.of();
      assertThat(samples).isEqualTo(expected);
      learned.addAll(samples);
    }
    assertThat(learned)
        .isEqualTo(
            run.records.stream()
                .map(Decoded::training)
                .filter(Objects::nonNull)
                .limit(learned.size())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aBatchIsOfOneTaskAndNotTooLarge(long seed) {
    Run run = new Run(seed);
    int full = 0;
    for (Lot lot : run.lots()) {
      if (lot instanceof Lot.Samples(String task, List<Sample> samples, _, _, Span _)) {
        assertThat(samples).isNotEmpty().hasSizeLessThanOrEqualTo(run.batchSize);
        assertThat(samples).extracting(Sample::task).containsOnly(task);
        full += samples.size() == run.batchSize ? 1 : 0;
      }
    }
    assertThat(full).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theEndOfATaskComesAfterAllItsSamples(long seed) {
    Run run = new Run(seed);
    List<TaskEnd> ends =
        run.records.stream().map(Decoded::taskEnd).filter(Objects::nonNull).toList();
    assertThat(run.lots().stream().filter(Lot.TaskOver.class::isInstance))
        .extracting(lot -> ((Lot.TaskOver) lot).task())
        .isEqualTo(ends.stream().map(TaskEnd::task).toList());
  }

  /** What a crash relies on: starting at any lot's end makes the lots that would have followed. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theSameRecordsMakeTheSameLotsFromAnyLotOn(long seed) {
    Run run = new Run(seed);
    List<Lot> lots = run.lots();
    assertThat(run.lots()).isEqualTo(lots);
    int crash = new Random(seed).nextInt(lots.size());
    Map<Integer, Long> position = new HashMap<>(run.start);
    lots.subList(0, crash)
        .forEach(l -> l.consumed().forEach(c -> position.put(c.partition(), c.to())));
    Batcher again = new Batcher(run.batchSize, position);
    List<Lot> rest = new ArrayList<>();
    run.records.stream().filter(r -> isPast(position, r)).forEach(r -> rest.addAll(again.add(r)));
    assertThat(rest).isEqualTo(lots.subList(crash, lots.size()));
  }

  @Test
  void recordsThatAreNotLearnedGoWithTheNextLot() {
    Batcher batcher = new Batcher(2, Map.of(0, 10L));
    List<Lot> lots = new ArrayList<>();
    lots.addAll(batcher.add(dead(0, 10)));
    lots.addAll(batcher.add(read(0, 11, sample("a", Split.EVAL, 0))));
    lots.addAll(batcher.add(read(0, 12, sample("a", Split.TRAIN, 1))));
    lots.addAll(batcher.add(dead(0, 13)));
    lots.addAll(batcher.add(read(0, 15, sample("b", Split.TRAIN, 2))));
    lots.addAll(batcher.add(read(0, 16, new TaskEnd("b"))));
    assertThat(lots)
        .containsExactly(
            new Lot.Samples(
                "a",
                List.of(sample("a", Split.TRAIN, 1)),
                List.of(new Consumed(0, 10, 14)),
                null,
                Span.getInvalid()),
            new Lot.Samples(
                "b",
                List.of(sample("b", Split.TRAIN, 2)),
                List.of(new Consumed(0, 14, 16)),
                null,
                Span.getInvalid()),
            new Lot.TaskOver("b", List.of(new Consumed(0, 16, 17))));
  }

  @Test
  void whatNeedsNoLearningIsPassedByOnce() {
    Batcher batcher = new Batcher(4, Map.of(0, 10L));
    add(batcher, dead(0, 10), read(0, 11, sample("a", Split.EVAL, 0)));
    assertThat(batcher.pass())
        .containsExactly(new Lot.Passed(List.of(new Consumed(0, 10, 12)), Map.of()));
    assertThat(batcher.pass()).isEmpty();
  }

  /** The letter is kept, so a restart need not send it again; the sample is still to be learned. */
  @Test
  void aDeadLetterBehindASampleThatWaitsIsSaidToBeKept() {
    Batcher batcher = new Batcher(4, Map.of(0, 10L));
    add(batcher, dead(0, 10), read(0, 11, sample("a", Split.TRAIN, 0)), dead(0, 12));
    assertThat(batcher.pass())
        .containsExactly(new Lot.Passed(List.of(new Consumed(0, 10, 11)), Map.of(0, 13L)));
    add(batcher, read(0, 13, sample("a", Split.EVAL, 1)));
    assertThat(batcher.pass()).as("nothing that a restart would do again").isEmpty();
    assertThat(batcher.flush(Reason.operator()))
        .extracting(Lot::consumed)
        .containsExactly(List.of(new Consumed(0, 11, 14)));
    assertThat(batcher.pass()).isEmpty();
  }

  /** Which task it is of is said by the lot that consumes it. */
  @Test
  void aHeldOutSampleThatNamesNoTaskWaitsForTheNextLot() {
    Batcher batcher = new Batcher(4, Map.of(0, 0L));
    add(batcher, dead(0, 0), read(0, 1, sample("", Split.EVAL, 0)), dead(0, 2));
    assertThat(batcher.pass())
        .containsExactly(new Lot.Passed(List.of(new Consumed(0, 0, 1)), Map.of(0, 3L)));
  }

  @Test
  void samplesThatWaitAreABatchOnceTheyAreToldSo() {
    Batcher batcher = new Batcher(4, Map.of(0, 0L));
    Reason why = new Reason(Reason.QUIET, "no record came for 30 s", "");
    assertThat(batcher.flush(why)).isEmpty();
    add(batcher, read(0, 0, sample("a", Split.TRAIN, 0)), read(0, 1, sample("a", Split.TRAIN, 1)));
    assertThat(batcher.waiting()).isEqualTo(2);
    assertThat(batcher.flush(why))
        .containsExactly(
            new Lot.Samples(
                "a",
                List.of(sample("a", Split.TRAIN, 0), sample("a", Split.TRAIN, 1)),
                List.of(new Consumed(0, 0, 2)),
                why,
                Span.getInvalid()));
    assertThat(batcher.waiting()).isZero();
    assertThat(batcher.flush(why)).isEmpty();
  }

  @Test
  void recordsThatAreGoneAreSaidToBeSkippedBehindTheSamplesBeforeThem() {
    Batcher batcher = new Batcher(4, Map.of(0, 0L));
    add(batcher, read(0, 0, sample("a", Split.TRAIN, 0)));
    List<Lot> lots = batcher.add(new Arrival.Lost(new Consumed(0, 1, 50), "gone"));
    assertThat(lots)
        .extracting(Lot::consumed)
        .containsExactly(List.of(new Consumed(0, 0, 1)), List.of(new Consumed(0, 1, 50)));
    assertThat(lots.getLast()).isInstanceOf(Lot.Skipped.class);
  }

  @Test
  void aPartitionThatIsAddedBeginsAtItsFirstRecord() {
    Batcher batcher = new Batcher(1, Map.of(0, 10L));
    assertThat(batcher.add(read(1, 2, sample("a", Split.TRAIN, 0))))
        .extracting(Lot::consumed)
        .containsExactly(List.of(new Consumed(1, 0, 3)));
  }

  /** What methods remember must not depend on whether there was a restart. */
  @ParameterizedTest
  @MethodSource("seeds")
  void afterARestartKnownSamplesAreCutWhereTheyWere(long seed) {
    Random random = new Random(seed);
    List<Decoded> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(random.nextInt(5) == 0 ? dead(0, i) : read(0, i, sample("a", Split.TRAIN, i)));
    }
    Batcher batcher = new Batcher(6, Map.of(0, 0L));
    List<Lot> lots = new ArrayList<>();
    for (Decoded record : records) {
      lots.addAll(batcher.add(record));
      if (random.nextInt(20) == 0) {
        lots.addAll(batcher.flush(Reason.operator()));
        lots.addAll(batcher.pass());
      }
    }
    lots.removeIf(lot -> !(lot instanceof Lot.Samples));
    int crash = 1 + random.nextInt(lots.size() - 1);
    List<Lot> learned = lots.subList(0, crash);
    List<Long> cuts =
        learned.stream()
            .filter(lot -> ((Lot.Samples) lot).cut() != null)
            .map(lot -> lot.consumed().getLast().to())
            .toList();
    long position = learned.getLast().consumed().getLast().to();
    Batcher again = new Batcher(6, Map.of(0, position), Map.of(0, cuts));
    List<Lot> known = new ArrayList<>();
    records.forEach(record -> known.addAll(again.add(record)));
    assertThat(known.stream().filter(Lot.Known.class::isInstance))
        .extracting(lot -> ((Lot.Known) lot).samples())
        .isEqualTo(learned.stream().map(lot -> ((Lot.Samples) lot).samples()).toList());
  }

  private static void add(Batcher batcher, Decoded... records) {
    for (Decoded record : records) {
      assertThat(batcher.add(record)).isEmpty();
    }
  }

  private static boolean isPast(Map<Integer, Long> position, Decoded decoded) {
    return decoded.record().offset() >= position.getOrDefault(decoded.record().partition(), 0L);
  }
}

package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Dense;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaTest {

  private final Random random = new Random(5);
  private final Replica replica = Records.replica(4);

  /** Model created, one row, one step of strategy 0, one swap; partition 0 at 10, 1 at 4. */
  ReplicaTest() {
    apply(List.of(), new Change.TaskStarted("t1"));
    apply(List.of(new Consumed(0, 3, 6)), new Change.HeadRows(List.of(row("cat"))));
    apply(
        List.of(new Consumed(0, 6, 10), new Consumed(1, 0, 4)),
        new Change.Step(replica.measure(Records.quadratic()), 0, 4));
    apply(List.of(), new Change.StrategyChanged(1, Strategy.parse("zo-adam"), Reason.operator()));
  }

  @Test
  void holdsWhatTheRecordsSay() {
    assertThat(replica.sequence()).isEqualTo(4);
    assertThat(replica.epoch()).isEqualTo(2);
    assertThat(replica.step()).isEqualTo(1);
    assertThat(replica.task()).isEqualTo("t1");
    assertThat(replica.positions()).containsOnly(entry(0, 10L), entry(1, 4L));
    assertThat(replica.labels()).containsExactly("cat");
    assertThat(replica.headCount("cat")).isEqualTo(3);
    assertThat(replica.headCount("dog")).isZero();
    assertThat(replica.headRow("dog")).isNull();
    assertThat(replica.strategy()).isEqualTo(Strategy.parse("zo-adam"));
    assertThat(replica.strategyNumber()).isEqualTo(1);
  }

  @Test
  void aRowIsReplacedInPlaceAndANewOneAppended() {
    HeadRow cat = row("cat");
    HeadRow dog = row("dog");
    apply(List.of(), new Change.HeadRows(List.of(dog, cat)));
    assertThat(replica.labels()).containsExactly("cat", "dog");
    assertThat(replica.headRow("cat")).isEqualTo(cat.values());
    assertThat(replica.headRow("dog")).isEqualTo(dog.values());
    assertThat(replica.theta().slice("head/dog").offset()).isEqualTo(140 + Records.WIDTH);
  }

  @Test
  void measuringLeavesTheReplicaAsItIs() {
    Fingerprint before = Fingerprint.of(replica);
    StepRecord first = replica.measure(Records.quadratic());
    assertThat(replica.measure(Records.quadratic())).isEqualTo(first);
    assertThat(Fingerprint.of(replica)).isEqualTo(before);
  }

  @Test
  void aRejectedStepCountsAndMovesNothing() {
    String theta = replica.theta().sha256();
    StepRecord rejected = replica.measure(any -> Double.NaN);
    assertThat(rejected.rejected()).isNotNull();
    apply(List.of(new Consumed(0, 10, 11)), new Change.Step(rejected, 1, 1));
    assertThat(replica.theta().sha256()).isEqualTo(theta);
    assertThat(replica.step()).isEqualTo(2);
    assertThat(replica.positions()).containsEntry(0, 11L);
  }

  @Test
  void theEndOfATaskKeepsItsFrozenMeans() {
    HeadRow cat = row("cat");
    apply(List.of(), new Change.TaskEnded("t1", List.of(cat)));
    assertThat(replica.task()).isNull();
    assertThat(replica.frozen()).containsOnly(entry("cat", cat));
  }

  @Test
  void aClassThatComesAgainHasTheMeanOfAllItsSamples() {
    float[] many = new float[Records.WIDTH];
    float[] few = new float[Records.WIDTH];
    many[0] = 1;
    few[1] = 1;
    apply(List.of(), new Change.TaskEnded("t1", List.of(new HeadRow("cat", 3, many))));
    apply(List.of(), new Change.TaskEnded("t2", List.of(new HeadRow("cat", 1, few))));
    assertThat(replica.frozen().values())
        .singleElement()
        .satisfies(
            both -> {
              assertThat(both.count()).isEqualTo(4);
              assertThat(both.values()).startsWith(0.75f, 0.25f, 0);
            });
  }

  @Test
  void theEndOfATaskThatIsNotRunningEndsNoOther() {
    apply(List.of(), new Change.TaskEnded("t0", List.of()));
    assertThat(replica.task()).isEqualTo("t1");
  }

  @Test
  void aGapIsRefused() {
    assertRefused(record(replica.sequence() + 2), "record 6", "5 was due", "missing");
  }

  @Test
  void aRepeatIsRefused() {
    assertRefused(record(replica.sequence()), "record 4", "5 was due", "repeated");
  }

  @Test
  void aStaleEpochIsRefused() {
    assertRefused(
        replica.next(1, Records.TIME, List.of(), new Change.TaskStarted("t")),
        "epoch 1",
        "epoch 2",
        "stale");
  }

  @Test
  void aStepOfAnotherStrategyIsRefused() {
    StepRecord step = replica.measure(Records.quadratic());
    assertRefused(new Change.Step(step, 0, 4), "strategy 0 came where 1 was due");
    assertRefused(new Change.Step(step, 2, 4), "strategy 2 came where 1 was due");
  }

  @Test
  void aStepOfAnotherNumberIsRefused() {
    for (long number : new long[] {1, 3}) {
      StepRecord step = StepRecord.sparse(new StepContext(number, 1, 1), List.of(0.5f), 1, 2);
      assertRefused(new Change.Step(step, 1, 4), "step " + number + " came where 2 was due");
    }
    StepRecord old = StepRecord.sparse(new StepContext(2, 1, 1), List.of(0.5f), 1, 2);
    assertRefused(new Change.Step(old, 1, 4), "age 1", "2 was due");
    StepRecord dense =
        StepRecord.dense(new StepContext(2, 1, 2), Dense.of(Theta.allocate(1)), 1, 1);
    assertRefused(new Change.Step(dense, 1, 4), "gradient of 0 floats");
    StepRecord rejected = StepRecord.rejected(new StepContext(3, 1, 1), 2, "non-finite-loss");
    assertRefused(new Change.Step(rejected, 1, 4), "step 3 came where 2 was due");
  }

  @Test
  void aSwapOfAnotherNumberIsRefused() {
    for (int number : new int[] {0, 1, 3}) {
      assertRefused(
          new Change.StrategyChanged(number, Strategy.parse("zo-sgd"), Reason.operator()),
          "strategy " + number + " came where 2 was due");
    }
  }

  @Test
  void anOffsetGapOrRepeatIsRefused() {
    for (long from : new long[] {9, 11}) {
      assertRefused(
          replica.next(
              2,
              Records.TIME,
              List.of(new Consumed(1, 4, 5), new Consumed(0, from, 20)),
              new Change.Step(replica.measure(Records.quadratic()), 1, 4)),
          "partition 0 from offset " + from,
          "10 was due");
    }
  }

  @Test
  void aPartitionThatIsConsumedTwiceInOneRecordMustBeContiguousToo() {
    assertRefused(
        replica.next(
            2,
            Records.TIME,
            List.of(new Consumed(0, 10, 12), new Consumed(0, 10, 14)),
            new Change.TaskStarted("t2")),
        "partition 0 from offset 10",
        "12 was due");
  }

  @Test
  void aRowOfTheWrongWidthIsRefusedWithItsWholeRecord() {
    HeadRow wide = new HeadRow("wide", 1, new float[Records.WIDTH + 1]);
    assertRefused(
        new Change.HeadRows(List.of(row("cat"), row("new"), wide)), "'wide'", "7 values", "have 6");
    assertRefused(
        new Change.TaskEnded("t1", List.of(row("cat"), wide)), "'wide'", "7 values", "have 6");
  }

  @Test
  void aRowThatIsNotFiniteIsRefused() {
    float[] values = new float[Records.WIDTH];
    values[2] = Float.NaN;
    assertRefused(
        new Change.HeadRows(List.of(row("cat"), new HeadRow("bad", 1, values))), "'bad'", "NaN");
  }

  @Test
  void moreRowsThanFitAreRefusedWithTheirWholeRecord() {
    HeadRow[] rows =
        List.of("cat", "a", "b", "a", "c", "d").stream().map(this::row).toArray(HeadRow[]::new);
    assertRefused(new Change.HeadRows(Arrays.asList(rows)), "head row", "'d'", "holds 4");
    apply(List.of(), new Change.HeadRows(Arrays.asList(rows).subList(0, 5)));
    assertThat(replica.labels()).containsExactly("cat", "a", "b", "c");
  }

  @Test
  void aSecondModelIsRefused() {
    assertRefused(Records.model("m", "zo-sgd", 4), "record 5 is model-created", "no other");
  }

  @Test
  void aFirstRecordThatIsNotModelCreatedIsRefused() {
    Replica empty = new Replica();
    for (Change change :
        List.of(
            new Change.TaskStarted("t"),
            new Change.TaskEnded("t", List.of()),
            new Change.HeadRows(List.of(row("cat"))),
            new Change.Step(StepRecord.sparse(new StepContext(1, 1, 1), List.of(1f), 1, 2), 0, 1),
            new Change.StrategyChanged(1, Strategy.parse("zo-sgd"), Reason.operator()))) {
      assertThatThrownBy(() -> empty.apply(empty.next(0, Records.TIME, List.of(), change)))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("record 0 is " + change.kind())
          .hasMessageContaining("starts with one model-created");
      assertThat(empty.created()).isFalse();
      assertThat(empty.sequence()).isEqualTo(-1);
      assertThat(empty.positions()).isEmpty();
    }
  }

  @Test
  void aModelThatCannotBeBuiltIsRefused() {
    Replica empty = new Replica();
    Change.ModelCreated fine = Records.model("m", "zo-sgd", 4);
    Change.ModelCreated small =
        new Change.ModelCreated(
            "m", 1, "toy", "toy", 100, 6, fine.slices(), Strategy.parse("zo-sgd"));
    assertThatThrownBy(() -> empty.apply(empty.next(0, Records.TIME, List.of(), small)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("adapter/up")
        .hasMessageContaining("100");
    assertThat(empty.created()).isFalse();
    empty.apply(empty.next(0, Records.TIME, List.of(), fine));
    assertThat(empty.created()).isTrue();
  }

  @Test
  void anEmptyReplicaSaysSo() {
    Replica empty = new Replica();
    assertThatThrownBy(empty::theta)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> empty.measure(Records.quadratic()))
        .isInstanceOf(IllegalStateException.class);
  }

  private JournalRecord record(long sequence) {
    return new JournalRecord(2, sequence, Records.TIME, List.of(), new Change.TaskStarted("t2"));
  }

  private void assertRefused(Change change, String... fragments) {
    assertRefused(replica.next(2, Records.TIME, List.of(), change), fragments);
  }

  /** Refused for the right reason, nothing has moved, and the journal can go on. */
  private void assertRefused(JournalRecord record, String... fragments) {
    Fingerprint before = Fingerprint.of(replica);
    assertThatThrownBy(() -> replica.apply(record))
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(fragments);
    assertThat(Fingerprint.of(replica)).isEqualTo(before);
  }

  private void apply(List<Consumed> consumed, Change change) {
    replica.apply(replica.next(2, Records.TIME, consumed, change));
  }

  private HeadRow row(String label) {
    return Records.row(label, 3, random);
  }

  /** Straight down the estimate, which is where a plain step went. */
  @Test
  void theWayDownhillIsSeenWithoutGoingIt() {
    Replica replica = Records.replica(4);
    replica.apply(replica.next(0, Records.TIME, List.of(), new Change.TaskStarted("t")));
    Theta before = replica.theta().copy();
    StepRecord step = replica.measure(Records.quadratic());
    replica.apply(replica.next(0, Records.TIME, List.of(), new Change.Step(step, 0, 1)));
    Theta after = replica.theta().copy();

    List<Theta> places =
        replica.along(step, new double[] {-2, 0, 0.5}, view -> view.theta().copy());

    assertThat(places.get(1).sha256()).isEqualTo(after.sha256());
    assertThat(replica.theta().sha256()).isEqualTo(after.sha256());
    assertThat(distance(places.get(0), after)).isCloseTo(2, within(1e-4));
    assertThat(distance(places.get(2), after)).isCloseTo(0.5, within(1e-4));
    double taken = distance(before, after);
    for (int i = 0; i < after.size(); i++) {
      assertThat((double) (places.get(2).get(i) - after.get(i)) / 0.5)
          .isCloseTo((after.get(i) - before.get(i)) / taken, within(1e-3));
    }
    StepRecord rejected = StepRecord.rejected(step.context(), 2, "non-finite-loss");
    assertThat(replica.along(rejected, new double[] {0}, Replica::theta)).isEmpty();
  }

  private static double distance(Theta one, Theta other) {
    double square = 0;
    for (int i = 0; i < one.size(); i++) {
      square += Math.pow(one.get(i) - other.get(i), 2);
    }
    return Math.sqrt(square);
  }
}

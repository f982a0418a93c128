package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicaTest {

  private static final Change CREATED =
      new Change.ModelCreated(
          "m",
          7,
          "net",
          "method",
          100,
          4,
          List.of(new SliceSpec("a", List.of(3, 3), new Init.Uniform(1))),
          Strategy.parse("zo-sgd"));

  static Stream<Arguments> recordsThatDoNotFollow() {
    return Stream.of(
        Arguments.of("missing or repeated", record(2, 5, new Change.TaskStarted("t"))),
        Arguments.of("missing or repeated", record(2, 0, new Change.TaskStarted("t"))),
        Arguments.of("stale learner", record(1, 1, new Change.TaskStarted("t"))),
        Arguments.of("holds no other", record(2, 1, CREATED)),
        Arguments.of("step 1 of strategy 0 was due", record(2, 1, step(2, 0))),
        Arguments.of("step 1 of strategy 0 was due", record(2, 1, step(1, 3))),
        Arguments.of(
            "after strategy 0",
            record(2, 1, new Change.StrategyChanged(2, Strategy.parse("zo-sgd"), "", ""))),
        Arguments.of(
            "features have 4",
            record(2, 1, new Change.HeadRows(List.of(new HeadRow("x", 1, new float[3]))))),
        Arguments.of(
            "10 was due",
            new JournalRecord(
                2,
                1,
                Instant.EPOCH,
                List.of(new Consumed(0, 11, 12)),
                new Change.TaskStarted("t"))));
  }

  @ParameterizedTest
  @MethodSource("recordsThatDoNotFollow")
  void refusesWhatDoesNotFollowAndStaysAsItIs(String reason, JournalRecord record) {
    Replica replica = created();
    String hash = replica.theta().sha256();
    assertThatThrownBy(() -> replica.apply(record))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(reason);
    assertThat(replica.theta().sha256()).isEqualTo(hash);
    assertThat(replica.sequence()).isZero();
    assertThat(replica.positions()).containsEntry(0, 10L).hasSize(1);
  }

  @Test
  void aJournalStartsWithTheModel() {
    assertThatThrownBy(() -> new Replica().apply(record(0, 0, new Change.TaskStarted("t"))))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("starts with one model-created");
  }

  @Test
  void aStepRecordIsTinyWhateverTheModel() {
    StepRecord eight =
        new StepRecord(1L << 40, -1, List.of(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f), 1f, 16, null);
    byte[] bytes = RecordCodec.encode(record(1 << 20, 1L << 40, new Change.Step(eight, 999, 64)));
    assertThat(bytes).hasSizeLessThan(200);
    assertThat(((Change.Step) RecordCodec.decode(bytes).change()).record()).isEqualTo(eight);
  }

  @Test
  void junkAndLaterVersionsAreRefused() {
    assertThatThrownBy(() -> RecordCodec.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(JournalException.class);
    byte[] later =
        io.zeroflow.journal.proto.Record.newBuilder().setVersion(2).build().toByteArray();
    assertThatThrownBy(() -> RecordCodec.decode(later))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("version 2");
  }

  private static Replica created() {
    Replica replica = new Replica();
    replica.apply(new JournalRecord(2, 0, Instant.EPOCH, List.of(new Consumed(0, 0, 10)), CREATED));
    return replica;
  }

  private static Change step(long number, int strategy) {
    return new Change.Step(new StepRecord(number, 1, List.of(0.5f), 1f, 2, null), strategy, 32);
  }

  private static JournalRecord record(long epoch, long sequence, Change change) {
    return new JournalRecord(epoch, sequence, Instant.EPOCH, List.of(), change);
  }
}

package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.journal.proto.Record;
import io.zeroflow.optim.Dense;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {

  private static final Random RANDOM = new Random(1);

  /** The same at every call. Others go to the end: golden-records.txt has them in this order. */
  static Stream<Change> changes() {
    Random random = new Random(1);
    return Stream.of(
        Records.model("modèle-1", "zo-adam(lr=0.00123456789, q=7)", 3),
        new Change.TaskStarted("animals"),
        new Change.TaskStarted("", true),
        new Change.TaskStarted("found-2", false, "likeness fell, “much”"),
        new Change.ModelCreated(
            "m", -1, "n", "f", 9, 3, List.of(), Strategy.parse("zo-sgd"), 0.123456789),
        new Change.Prototypes("space-3", List.of(Records.row("cat", 3, random))),
        new Change.Kept(
            List.of(new KeptSample("動", new byte[] {-1, 0, 1}), new KeptSample("", new byte[0]))),
        new Change.Probed(List.of(-0f, Float.MIN_VALUE, 1e38f)),
        new Change.InputSkipped("offsets 5 to 7 of partition 0"),
        new Change.TaskEnded("animals", List.of()),
        new Change.TaskEnded(
            "動物", List.of(Records.row("cat", 3, random), Records.row("dog", 1, random))),
        new Change.HeadRows(
            List.of(
                new HeadRow("edge", Long.MAX_VALUE, new float[] {-0f, Float.MIN_VALUE, 1e38f}),
                new HeadRow("", 0, new float[0]))),
        new Change.Step(
            StepRecord.sparse(
                new StepContext(1, Long.MIN_VALUE, 1),
                List.of(-0f, Float.MIN_VALUE, -3.5e37f),
                0.25f,
                6),
            0,
            1),
        new Change.Step(
            StepRecord.held(new StepContext(Long.MAX_VALUE, -1, Long.MAX_VALUE), 0f, 0),
            2_000_000,
            65_536),
        new Change.Step(
            StepRecord.dense(
                new StepContext(2, 1, 1), gradient(-0f, Float.MIN_VALUE, 3e38f, 1f), 1f, 1),
            0,
            8),
        new Change.Step(StepRecord.rejected(new StepContext(9, 7, 2), 4, "non-finite-loss"), 1, 32),
        new Change.StrategyChanged(3, Strategy.parse("zo-sgd(lr=0.3)"), Reason.operator()),
        new Change.StrategyChanged(
            4,
            Strategy.parse("zo-adam"),
            new Reason("forgetting", "0.2 above 0.1, “three” times", "less")),
        new Change.Forked(Strategy.parse("zo-adam"), true, new Reason("canary", "ü", "")),
        new Change.Forked(Strategy.parse("zo-sgd"), false, Reason.operator()),
        new Change.ForkStep(StepRecord.sparse(new StepContext(7, 6, 5), List.of(1f, -2f), 0.5f, 4)),
        new Change.ForkEnded(true, 5, new Reason("canary", "better", "more")),
        new Change.ForkEnded(false, 4, new Reason("canary", "worse", "")),
        new Change.PolicyChanged("bandit", Reason.operator()),
        new Change.EffectMeasured(1L << 40, new Effect(-0.25, Double.MIN_VALUE, 1L << 33, 5)),
        new Change.LearningPaused(true, new Reason("operator", "“Wartung”", "")),
        new Change.LearningPaused(false, Reason.operator()),
        new Change.OffsetsPassed(Map.of(0, 12L, 5, 1L << 40)),
        new Change.Flushed(17, new Reason(Reason.QUIET, "no record for 30 s", "")));
  }

  @Test
  void theRoundTripsCoverEveryChange() {
    Set<Class<?>> covered = changes().map(Object::getClass).collect(Collectors.toSet());
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(Change.class.getPermittedSubclasses()),
                    Arrays.stream(Change.Decision.class.getPermittedSubclasses()))
                .filter(kind -> !kind.isInterface())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aRecordReadsBackAsItWas(Change change) {
    List<Consumed> consumed = List.of(new Consumed(0, 0, 5), new Consumed(7, 9, 1L << 40));
    JournalRecord record = new JournalRecord(3, 1L << 50, Records.TIME, consumed, change);
    assertThat(RecordCodec.decode(RecordCodec.encode(record)))
        .usingRecursiveComparison()
        .withEqualsForType(Strategy::equals, Strategy.class)
        .withEqualsForType(Float::equals, Float.class) // to the bit
        .isEqualTo(record);
  }

  @Test
  void theBitsOfEveryScalarSurvive() {
    List<Float> scalars =
        RANDOM
            .ints(1000)
            .mapToObj(Float::intBitsToFloat)
            .filter(Float::isFinite)
            .collect(Collectors.toList());
    StepRecord step = StepRecord.sparse(new StepContext(1, 2, 1), scalars, Float.NaN, 2);
    Change.Step read = (Change.Step) roundTrip(new Change.Step(step, 0, 1)).change();
    assertThat(read.record().scalars().stream().map(Float::floatToRawIntBits))
        .isEqualTo(scalars.stream().map(Float::floatToRawIntBits).toList());
  }

  private static Dense gradient(float... values) {
    return Dense.of(
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(values[0])
            .putFloat(values[1])
            .putFloat(values[2])
            .putFloat(values[3])
            .flip());
  }

  /** The promise of a forward-only journal; d does not even occur in the record. */
  @Test
  void aStepOfEightQueriesStaysUnderTwoHundredBytes() {
    StepRecord step =
        StepRecord.sparse(
            new StepContext(1_000_000_000_000L, -1, 1_000_000_000),
            Collections.nCopies(8, -1.2345678f),
            6.78f,
            16);
    JournalRecord record =
        new JournalRecord(
            1_000_000,
            10_000_000_000_000L,
            Records.TIME,
            List.of(
                new Consumed(0, 1L << 50, (1L << 50) + 65_536),
                new Consumed(9, 1L << 50, (1L << 50) + 65_536)),
            new Change.Step(step, 10_000, 65_536));
    assertThat(RecordCodec.encode(record)).hasSizeLessThan(200);
  }

  @Test
  void anotherVersionIsRefusedByItsNumber() {
    assertRefused(version(2), "version 2", "reads version 1");
    assertRefused(version(0), "version 0", "reads version 1");
  }

  @Test
  void aChangeOfALaterReleaseIsRefused() {
    // Field 99 of the oneof, as a later release might add it.
    byte[] unknown = concat(record().setSequence(17).build().toByteArray(), 0x9A, 0x06, 0x00);
    assertRefused(unknown, "record 17", "no change that this release knows");
  }

  @Test
  void noBytesAndNoValueAreRefused() {
    assertRefused(new byte[0], "empty");
    assertRefused(null, "empty");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aRecordThatWasCutShortIsRefused(Change change) {
    byte[] whole = RecordCodec.encode(new JournalRecord(1, 2, Records.TIME, List.of(), change));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RecordCodec.decode(cut)).isInstanceOf(JournalException.class);
    }
  }

  @Test
  void contentsThatMakeNoSenseAreRefusedByName() {
    Record.Builder inverted = record();
    inverted.addConsumedBuilder().setPartition(4).setFrom(9).setTo(2);
    inverted.getTaskStartedBuilder().setTask("t");
    assertRefused(inverted.build().toByteArray(), "partition 4", "[9, 2)");

    Record.Builder strategy = record();
    strategy.getStrategyChangedBuilder().setStrategy(1).setLine("zo-magic(lr=1)");
    assertRefused(strategy.build().toByteArray(), "zo-magic");

    Record.Builder init = record();
    init.getModelCreatedBuilder()
        .setStrategy("zo-sgd")
        .addSlicesBuilder()
        .setName("s")
        .addShape(3)
        .setInit("normal(1)");
    assertRefused(init.build().toByteArray(), "normal(1)");

    Record.Builder shape = record();
    shape
        .getModelCreatedBuilder()
        .setStrategy("zo-sgd")
        .addSlicesBuilder()
        .setName("slice-0")
        .addShape(0)
        .setInit("zeros");
    assertRefused(shape.build().toByteArray(), "slice-0");

    Record.Builder infinite = record();
    infinite.getStepBuilder().setStep(8).setAge(1).addScalars(Float.POSITIVE_INFINITY);
    assertRefused(infinite.build().toByteArray(), "step 8", "non-finite");

    Record.Builder ageless = record();
    ageless.getStepBuilder().setStep(8);
    assertRefused(ageless.build().toByteArray(), "step 8", "age 0");
  }

  private static Record.Builder record() {
    return Record.newBuilder().setVersion(RecordCodec.VERSION);
  }

  private static byte[] version(int version) {
    Record.Builder record = Record.newBuilder().setVersion(version);
    record.getTaskStartedBuilder().setTask("t");
    return record.build().toByteArray();
  }

  private static byte[] concat(byte[] head, int... tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    for (int i = 0; i < tail.length; i++) {
      all[head.length + i] = (byte) tail[i];
    }
    return all;
  }

  private static JournalRecord roundTrip(Change change) {
    return RecordCodec.decode(
        RecordCodec.encode(new JournalRecord(1, 2, Records.TIME, List.of(), change)));
  }

  private static void assertRefused(byte @Nullable [] bytes, String... fragments) {
    assertThatThrownBy(() -> RecordCodec.decode(bytes))
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(fragments);
  }
}

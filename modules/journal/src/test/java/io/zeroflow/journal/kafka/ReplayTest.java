package io.zeroflow.journal.kafka;

import static io.zeroflow.journal.kafka.Journals.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Fingerprint;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Records;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.snapshot.Snapshot;
import io.zeroflow.optim.StepRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one idea: whoever applies the journal holds the learner's bits, at every record. */
class ReplayTest {

  private static final int RECORDS = 200;

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static String topic = "";

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
    topic = Journals.create(kafka, "journal");
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aFollowerHoldsTheLearnersBitsAtEveryRecord(long seed) throws Exception {
    String model = "model-" + seed;
    RandomLearner learner;
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, model)) {
      learner = new RandomLearner(seed, model, writer);
      learner.run(RECORDS);
      writer.flush();
    }

    Replica follower = new Replica();
    List<Fingerprint> followed = new ArrayList<>();
    for (JournalRecord record : Journals.read(kafka, topic, model, RECORDS + 1)) {
      follower.apply(record);
      followed.add(Fingerprint.of(follower));
    }
    assertThat(followed).isEqualTo(learner.history());

    Replica recovered = recover(model);
    assertThat(Fingerprint.of(recovered)).isEqualTo(learner.history().getLast());
    assertGoesOnAs(learner.replica(), recovered);
  }

  @Test
  void anInspectionTravelsInTimeAndStopsAtABadRecord() throws Exception {
    RandomLearner learner;
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "inspected")) {
      learner = new RandomLearner(9, "inspected", writer);
      learner.run(RECORDS);
      Replica replica = learner.replica();
      writer.append(
          new JournalRecord(
              replica.epoch(),
              replica.sequence() + 2,
              Records.TIME,
              List.of(),
              new Change.TaskStarted("beyond a gap")));
      writer.flush();
    }
    List<JournalRecord> records = Journals.read(kafka, topic, "inspected", RECORDS + 2);
    long half = learner.replica().step() / 2;
    Replica then = new Replica();
    for (int i = 0; then.step() < half; i++) {
      then.apply(records.get(i));
    }

    Inspection past = inspect("inspected", half);
    assertThat(past.problem()).isNull();
    assertThat(past.replica().step()).isEqualTo(half).isPositive();
    assertThat(past.replica().theta().sha256()).isEqualTo(then.theta().sha256());

    Inspection whole = inspect("inspected", Inspection.ALL);
    assertThat(whole.records()).isEqualTo(RECORDS + 1);
    assertThat(whole.kinds()).containsEntry("model-created", 1L).containsKey("step");
    assertThat(Fingerprint.of(whole.replica())).isEqualTo(learner.history().getLast());
    assertThat(whole.problem()).contains("records are missing or repeated");
  }

  /** A snapshot anywhere, and the journal behind it, are as good as the whole. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aSnapshotAndTheTailAreAsGoodAsTheJournal(long seed) throws Exception {
    String model = "snapshot-" + seed;
    RandomLearner learner;
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, model)) {
      learner = new RandomLearner(seed, model, writer);
      learner.run(RECORDS);
      writer.flush();
    }
    List<JournalRecord> records = Journals.read(kafka, topic, model, RECORDS + 1);
    Replica follower = new Replica();
    for (int i = 0; i < records.size(); i++) {
      follower.apply(records.get(i));
      if (i % 7 == 0) { // among them: between a swap to a hybrid and its first step
        Replica restored = new Replica();
        Snapshot.of(follower, "id", 0).restore(restored);
        records.subList(i + 1, records.size()).forEach(restored::apply);
        assertThat(Fingerprint.of(restored)).isEqualTo(learner.history().getLast());
        assertGoesOnAs(fork(learner.replica()), restored);
      }
    }
  }

  private static Replica fork(Replica replica) {
    Replica fork = new Replica();
    Snapshot.of(replica, "id", 0).restore(fork);
    return fork;
  }

  @Test
  void aRecoveryStartsBehindItsSnapshot() throws Exception {
    RandomLearner learner;
    Snapshot snapshot;
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "snapped")) {
      learner = new RandomLearner(11, "snapped", writer);
      learner.run(RECORDS);
      writer.flush();
    }
    try (JournalWriter fence = JournalWriter.open(client(kafka), topic, "snapped");
        JournalReader reader = new JournalReader(client(kafka), topic, "snapped")) {
      fence.flush();
      Replica half = new Replica();
      while (half.sequence() < RECORDS / 2) {
        reader.poll(Duration.ofSeconds(1)).forEach(half::apply);
      }
      snapshot = Snapshot.of(half, "id", reader.nextOffset());
    }
    try (JournalReader reader = new JournalReader(client(kafka), topic, "snapped")) {
      List<Long> offsets = new ArrayList<>();
      Replica recovered =
          Recovery.replay(
              reader, snapshot, () -> MethodState.NONE, (offset, end) -> offsets.add(offset));
      assertThat(Fingerprint.of(recovered)).isEqualTo(learner.history().getLast());
      assertGoesOnAs(learner.replica(), recovered);
    }
    try (JournalReader reader = new JournalReader(client(kafka), topic, "snapped")) {
      Snapshot beyond = new Snapshot("id", reader.end() + 1, 0, snapshot.step(), snapshot.state());
      assertThatThrownBy(
              () -> Recovery.replay(reader, beyond, () -> MethodState.NONE, (offset, end) -> {}))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("committed records are lost");
    }
  }

  private static Inspection inspect(String model, long untilStep) {
    try (JournalReader reader = new JournalReader(client(kafka), topic, model)) {
      return Inspection.of(reader, untilStep, (offset, end) -> {});
    }
  }

  /** Crashes at random places; each life recovers from the journal alone. */
  @Test
  void aLearnerThatCrashesGoesOnAsOneThatDoesNot() throws Exception {
    Replica replica = new Replica();
    List<Fingerprint> lived = new ArrayList<>();
    for (int life = 0; life < 4; life++) {
      try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "mortal")) {
        RandomLearner learner =
            replica.created()
                ? new RandomLearner(100 + life, replica, writer)
                : new RandomLearner(100, "mortal", writer);
        learner.run(40);
        lived.addAll(learner.history());
        writer.flush();
      }
      replica = recover("mortal");
      assertThat(Fingerprint.of(replica)).isEqualTo(lived.getLast());
      assertThat(replica.epoch()).isEqualTo(life);
    }
    assertThat(lived).extracting(Fingerprint::sequence).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anEmptyJournalRecoversToNoModel() throws Exception {
    Replica replica = recover("nobody");
    assertThat(replica.created()).isFalse();
    assertThat(replica.sequence()).isEqualTo(-1);
  }

  @Test
  void progressEndsAtTheEnd() throws Exception {
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "slow")) {
      new RandomLearner(50, "slow", writer).run(30);
    }
    List<Long> left = new ArrayList<>();
    try (JournalWriter fence = JournalWriter.open(client(kafka), topic, "slow");
        JournalReader reader = new JournalReader(client(kafka), topic, "slow")) {
      fence.flush();
      Recovery.replay(
          reader, null, () -> MethodState.NONE, (offset, end) -> left.add(end - offset));
    }
    assertThat(left.getLast()).isZero();
    assertThat(left).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  /** The hidden state of the optimizer agrees too, not only what a fingerprint shows. */
  private static void assertGoesOnAs(Replica learner, Replica recovered) {
    for (int i = 0; i < 3; i++) {
      StepRecord step = learner.measure(Records.quadratic());
      assertThat(recovered.measure(Records.quadratic())).isEqualTo(step);
      JournalRecord record =
          learner.next(
              learner.epoch(),
              Records.TIME,
              List.of(),
              new Change.Step(step, learner.strategyNumber(), 1));
      learner.apply(record);
      recovered.apply(record);
      assertThat(recovered.theta().sha256()).isEqualTo(learner.theta().sha256());
    }
  }

  /** As a learner does it: once its writer is open, all that was ever committed is visible. */
  private static Replica recover(String model) throws InterruptedException {
    try (JournalWriter fence = JournalWriter.open(client(kafka), topic, model);
        JournalReader reader = new JournalReader(client(kafka), topic, model)) {
      fence.flush();
      return Recovery.replay(reader, null, () -> MethodState.NONE, (offset, end) -> {});
    }
  }
}

package io.zeroflow.journal.kafka;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Fingerprint;
import io.zeroflow.journal.Fork;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Records;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A learner that does what learners do, in random order: steps, rejected steps, swaps between all
 * strategies of the catalog, new and rewritten head rows, task starts, afresh or not, and ends.
 */
final class RandomLearner {

  private static final int LABELS = 60;

  /** Every kind by its defaults, and with each option set to something else. */
  private static final List<Strategy> STRATEGIES =
      StrategyCatalog.kinds().stream()
          .flatMap(
              kind ->
                  Stream.concat(
                      Stream.of(kind.name()),
                      kind.options().stream()
                          .flatMap(o -> o.examples().stream().map(x -> o.name() + "=" + x))
                          .map(pair -> "%s(%s)".formatted(kind.name(), pair))))
          .map(Strategy::parse)
          .toList();

  private final Random random;
  private final JournalWriter writer;
  private final Replica replica;
  private final long epoch;
  private final List<Fingerprint> history = new ArrayList<>();

  /** A new model. */
  RandomLearner(long seed, String model, JournalWriter writer) throws InterruptedException {
    this(seed, new Replica(), writer);
    commit(List.of(), Records.model(model, "zo-sgd(q=2, momentum=0.9)", LABELS));
  }

  /** Goes on from a replica. */
  RandomLearner(long seed, Replica replica, JournalWriter writer) {
    this.random = new Random(seed);
    this.writer = writer;
    this.replica = replica;
    this.epoch = replica.epoch() + 1;
  }

  void run(int records) throws InterruptedException {
    for (int i = 0; i < records; i++) {
      int dice = random.nextInt(100);
      if (dice < 55) {
        step(Records.quadratic());
      } else if (dice < 60) {
        step(Records.broken());
      } else if (dice < 75) {
        Strategy strategy = STRATEGIES.get(random.nextInt(STRATEGIES.size()));
        commit(
            List.of(),
            new Change.StrategyChanged(
                replica.strategyNumber() + 1,
                strategy,
                new Reason("operator", "because " + dice, "")));
      } else if (dice < 80 && replica.task() != null) {
        fork();
      } else if (dice < 90) {
        commit(consumed(), new Change.HeadRows(rows()));
      } else if (replica.fork() != null) { // has to end before its task does
        endFork();
      } else if (dice < 95) {
        boolean restart = random.nextInt(3) == 0;
        commit(List.of(), new Change.TaskStarted("task-" + random.nextInt(5), restart));
      } else {
        String running = replica.task();
        commit(consumed(), new Change.TaskEnded(running == null ? "none" : running, rows()));
      }
    }
  }

  private void step(Objective objective) throws InterruptedException {
    Fork fork = replica.fork();
    if (fork != null && fork.learns() && fork.step() <= replica.step()) {
      commit(List.of(), new Change.ForkStep(replica.measureFork(objective)));
    } else {
      commit(
          consumed(),
          new Change.Step(
              replica.measure(objective), replica.strategyNumber(), 1 + random.nextInt(9)));
    }
  }

  private void fork() throws InterruptedException {
    if (replica.fork() == null) {
      Strategy strategy = STRATEGIES.get(random.nextInt(STRATEGIES.size()));
      commit(List.of(), new Change.Forked(strategy, random.nextInt(3) > 0, Reason.operator()));
    } else {
      endFork();
    }
  }

  private void endFork() throws InterruptedException {
    boolean adopt = random.nextBoolean();
    int number = replica.strategyNumber() + (adopt ? 1 : 0);
    commit(List.of(), new Change.ForkEnded(adopt, number, Reason.operator()));
  }

  private List<HeadRow> rows() {
    List<HeadRow> rows = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      rows.add(Records.row("label-" + random.nextInt(LABELS), 1 + random.nextInt(20), random));
    }
    return rows;
  }

  private List<Consumed> consumed() {
    List<Consumed> consumed = new ArrayList<>();
    for (int partition = 0; partition < 3; partition++) {
      if (random.nextBoolean()) {
        long from = replica.positions().getOrDefault(partition, (long) partition);
        consumed.add(new Consumed(partition, from, from + random.nextInt(20)));
      }
    }
    return consumed;
  }

  private void commit(List<Consumed> consumed, Change change) throws InterruptedException {
    JournalRecord record = replica.next(epoch, Records.TIME, consumed, change);
    writer.append(record);
    replica.apply(record);
    history.add(Fingerprint.of(replica));
  }

  Replica replica() {
    return replica;
  }

  /** What the replica was after each record of this life. */
  List<Fingerprint> history() {
    return history;
  }
}

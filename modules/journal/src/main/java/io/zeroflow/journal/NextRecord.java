package io.zeroflow.journal;

import io.zeroflow.optim.Dense;
import io.zeroflow.optim.StepRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold before a record may change a replica. All of a record is checked before any of it
 * is applied, so that a record that is refused changes nothing.
 */
final class NextRecord {

  private NextRecord() {}

  /**
   * Checks that {@code record} follows what {@code replica} has applied.
   *
   * @throws JournalException naming what came and what was due
   */
  static void check(Replica replica, JournalRecord record) {
    if (replica.sequence() < 0 && record.sequence() > 0) {
      throw new JournalException(
          "the journal begins with record %d: those before it were deleted, and no snapshot holds what they did"
              .formatted(record.sequence()));
    }
    if (record.sequence() != replica.sequence() + 1) {
      throw new JournalException(
          "journal record %d came where %d was due: records are missing or repeated"
              .formatted(record.sequence(), replica.sequence() + 1));
    }
    if (record.epoch() < replica.epoch()) {
      throw new JournalException(
          "journal record %d is of epoch %d after epoch %d: a stale learner wrote it"
              .formatted(record.sequence(), record.epoch(), replica.epoch()));
    }
    if (replica.created() == (record.change() instanceof Change.ModelCreated)) {
      throw new JournalException(
          "journal record %d is %s; a journal starts with one model-created and holds no other"
              .formatted(record.sequence(), record.change().kind()));
    }
    checkConsumed(replica.positions(), record);
    switch (record.change()) {
      case Change.Step taken -> {
        checkStrategy(taken.strategy(), replica.strategyNumber());
        checkStep(replica, taken.record());
      }
      case Change.ForkStep taken -> {
        Fork fork = present(replica, record);
        if (!fork.learns() || fork.step() > replica.step()) {
          throw new JournalException(
              "journal record %d is a step of a fork that %s"
                  .formatted(record.sequence(), fork.learns() ? "has taken it" : "stands still"));
        }
        checkStep(replica, taken.record());
      }
      case Change.HeadRows rows -> {
        checkRows(replica, rows.rows());
        checkRoom(replica, rows.rows());
      }
      case Change.TaskEnded ended -> {
        if (ended.task().equals(replica.task())) {
          checkNoFork(replica, record);
        }
        checkRows(replica, ended.frozen());
      }
      case Change.TaskStarted _ -> checkNoFork(replica, record);
      case Change.Forked _ -> {
        checkNoFork(replica, record);
        if (replica.task() == null) {
          throw new JournalException(
              "journal record %d forks while no task is running".formatted(record.sequence()));
        }
      }
      case Change.ForkEnded ended -> {
        Fork unused = present(replica, record);
        checkStrategy(ended.number(), replica.strategyNumber() + (ended.adopted() ? 1 : 0));
      }
      case Change.StrategyChanged changed ->
          checkStrategy(changed.number(), replica.strategyNumber() + 1);
      case Change.Prototypes prototypes -> checkFinite(prototypes.rows());
      case Change.ModelCreated _,
          Change.Kept _,
          Change.Probed _,
          Change.PolicyChanged _,
          Change.LearningPaused _,
          Change.EffectMeasured _,
          Change.InputSkipped _,
          Change.OffsetsPassed _,
          Change.Flushed _ -> {}
    }
  }

  private static void checkConsumed(Map<Integer, Long> positions, JournalRecord record) {
    Map<Integer, Long> due = new HashMap<>(positions);
    for (Consumed consumed : record.consumed()) {
      long position = due.getOrDefault(consumed.partition(), consumed.from());
      if (consumed.from() != position) {
        throw new JournalException(
            "journal record %d consumes partition %d from offset %d, but %d was due"
                .formatted(record.sequence(), consumed.partition(), consumed.from(), position));
      }
      due.put(consumed.partition(), consumed.to());
    }
  }

  private static Fork present(Replica replica, JournalRecord record) {
    Fork fork = replica.fork();
    if (fork == null) {
      throw new JournalException(
          "journal record %d is %s, but there is no fork"
              .formatted(record.sequence(), record.change().kind()));
    }
    return fork;
  }

  private static void checkNoFork(Replica replica, JournalRecord record) {
    if (replica.fork() != null) {
      throw new JournalException(
          "journal record %d is %s while there is a fork; it has to end first"
              .formatted(record.sequence(), record.change().kind()));
    }
  }

  private static void checkStrategy(int number, int due) {
    if (number != due) {
      throw new JournalException("strategy %d came where %d was due".formatted(number, due));
    }
  }

  private static void checkStep(Replica replica, StepRecord taken) {
    long due = replica.step() + 1;
    if (taken.step() != due) {
      throw new JournalException("step %d came where %d was due".formatted(taken.step(), due));
    }
    if (taken.age() != replica.nextAge()) {
      throw new JournalException(
          "step %d has age %d in its task, but %d was due"
              .formatted(due, taken.age(), replica.nextAge()));
    }
    Dense gradient = taken.gradient();
    if (gradient != null
        && (gradient.size() != replica.theta().size() || !Double.isFinite(gradient.norm()))) {
      throw new JournalException(
          "step %d carries a gradient of %d floats and norm %s; θ has %d, and all must be finite"
              .formatted(due, gradient.size(), gradient.norm(), replica.theta().size()));
    }
  }

  private static void checkRows(Replica replica, List<HeadRow> rows) {
    int width = replica.model().featureSize();
    for (HeadRow row : rows) {
      if (row.values().length != width) {
        throw new JournalException(
            "head row of '%s' has %d values; the network's features have %d"
                .formatted(row.label(), row.values().length, width));
      }
    }
    checkFinite(rows);
  }

  private static void checkFinite(List<HeadRow> rows) {
    for (HeadRow row : rows) {
      for (float value : row.values()) {
        if (!Float.isFinite(value)) {
          throw new JournalException(
              "head row of '%s' holds %s; every value must be finite"
                  .formatted(row.label(), value));
        }
      }
    }
  }

  private static void checkRoom(Replica replica, List<HeadRow> rows) {
    Set<String> labels = new HashSet<>(replica.labels());
    int room =
        (replica.theta().capacity() - replica.theta().size()) / replica.model().featureSize();
    int most = labels.size() + room;
    for (HeadRow row : rows) {
      if (labels.add(row.label()) && labels.size() > most) {
        throw new JournalException(
            "head row of '%s' does not fit: the head holds %d rows, the most that this model was created for"
                .formatted(row.label(), most));
      }
    }
  }
}

package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Effect;
import io.zeroflow.journal.Fork;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator or the supervisor wants of a learner, between two steps. What comes of it
 * depends on what the model is by then: an order that has lost its sense comes to nothing.
 */
public sealed interface Order {

  /** The changes that it comes to, in order, to be committed together. */
  List<Change> changes(Replica replica);

  /** What to say if it comes to nothing. */
  default String nothing() {
    return "there is nothing to change";
  }

  /**
   * From the next step on, another strategy. A fork that there is is dropped.
   *
   * @param revocable whether the way back is kept, as a fork that stands still
   */
  record Swap(Strategy strategy, boolean revocable, Reason reason) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      List<Change> changes = new ArrayList<>(dropped(replica, overtakenBy(reason)));
      if (revocable && replica.task() != null) {
        changes.add(new Change.Forked(replica.strategy(), false, reason));
      }
      changes.add(new Change.StrategyChanged(replica.strategyNumber() + 1, strategy, reason));
      return changes;
    }
  }

  /** A second future of the running task, by another strategy. */
  record Try(Strategy strategy, Reason reason) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      if (replica.task() == null) {
        return List.of();
      }
      List<Change> changes = new ArrayList<>(dropped(replica, overtakenBy(reason)));
      changes.add(new Change.Forked(strategy, true, reason));
      return changes;
    }
  }

  /** The fork takes the model's place: a canary that was better, or the way back. */
  record Adopt(Reason reason) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      return replica.fork() == null
          ? List.of()
          : List.of(new Change.ForkEnded(true, replica.strategyNumber() + 1, reason));
    }

    @Override
    public String nothing() {
      return "the weights from before a swap are kept while it is on probation, within its task";
    }
  }

  /** The fork is given up. */
  record Drop(Reason reason) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      return dropped(replica, reason);
    }
  }

  /** Another policy decides from here on. */
  record Choose(String policy, Reason reason) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      return List.of(new Change.PolicyChanged(policy, reason));
    }
  }

  /** No further step, or on with it. */
  record Pause(boolean paused, Reason reason) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      return paused == (replica.pause() != null)
          ? List.of()
          : List.of(new Change.LearningPaused(paused, reason));
    }

    @Override
    public String nothing() {
      return paused ? "learning is paused already" : "learning is not paused";
    }
  }

  /**
   * Keeps what a decision came to.
   *
   * @param decision sequence of its record
   */
  record Note(long decision, Effect effect) implements Order {
    @Override
    public List<Change> changes(Replica replica) {
      return List.of(new Change.EffectMeasured(decision, effect));
    }
  }

  /** The change that ends the fork, if there is one. */
  static List<Change> dropped(Replica replica, Reason reason) {
    Fork fork = replica.fork();
    return fork == null
        ? List.of()
        : List.of(new Change.ForkEnded(false, replica.strategyNumber(), reason));
  }

  private static Reason overtakenBy(Reason reason) {
    return new Reason(reason.cause(), "overtaken by another decision", "");
  }
}

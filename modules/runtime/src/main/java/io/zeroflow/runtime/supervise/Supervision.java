package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Effect;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor without its actor: follows the journal's decisions, takes in measurements, and
 * says what to do. What has been ordered counts only once it comes back through the journal, so a
 * restart, a follower and a benchmark all see the same. Confined to one thread.
 */
public final class Supervision {

  private static final int REMEMBERED = 1000;

  private final SupervisorSettings settings;
  private final Policies policies;
  private final EffectWatch effects;
  private final Probation probation;

  /** Strategies by the decision that chose them. */
  private final Recent<Strategy> strategies = new Recent<>(REMEMBERED);

  private Policy policy;
  private Strategy current;
  private Change.@Nullable Forked fork;
  private long notBefore = -1;
  private long quietUntil;
  private boolean quiet;
  private int swapsInTask;

  /**
   * One that has seen nothing yet.
   *
   * @param policy the one that was chosen last while learning, or null for the settings'
   * @param current strategy of the next step
   */
  public Supervision(
      SupervisorSettings settings, Policies policies, @Nullable String policy, Strategy current) {
    this.current = current;
    this.settings = settings;
    this.policies = policies;
    this.policy = policies.get(policy != null && policies.has(policy) ? policy : settings.policy());
    this.effects = new EffectWatch(settings.effectEvaluations());
    this.probation = new Probation(settings.probation());
  }

  /** The policy that decides. */
  public Policy policy() {
    return policy;
  }

  /**
   * A record of the journal, in the journal's order.
   *
   * @param nanos of a monotonic clock
   */
  public void recorded(long sequence, Change change, long nanos) {
    switch (change) {
      case Change.ModelCreated created -> chosen(sequence, created.strategy());
      case Change.StrategyChanged changed ->
          swapped(sequence, changed.strategy(), changed.reason(), nanos);
      case Change.Forked forked -> {
        fork = forked;
        probation.start();
      }
      case Change.ForkEnded ended -> {
        if (ended.adopted() && fork != null) {
          swapped(sequence, fork.strategy(), ended.reason(), nanos);
        }
        fork = null;
      }
      case Change.PolicyChanged changed -> choose(changed.policy());
      case Change.EffectMeasured(long decision, Effect effect) -> {
        Strategy strategy = strategies.get(decision);
        if (strategy != null) {
          policy.measured(strategy, effect);
        }
      }
      case Change.TaskStarted _ -> {
        swapsInTask = 0;
        effects.restart();
        policy.taskStarted();
      }
      case Change.TaskEnded _, // of which task it is, the next observation says
          Change.HeadRows _,
          Change.Prototypes _,
          Change.Kept _,
          Change.Probed _,
          Change.Step _,
          Change.ForkStep _,
          Change.LearningPaused _,
          Change.InputSkipped _,
          Change.OffsetsPassed _,
          Change.Flushed _ -> {}
    }
  }

  /** A name that this release does not know, from the journal of another, changes nothing. */
  private void choose(String name) {
    if (policies.has(name)) {
      policy = policies.get(name);
    }
  }

  private void chosen(long sequence, Strategy strategy) {
    current = strategy;
    strategies.put(sequence, strategy);
    effects.decided(sequence);
  }

  private void swapped(long sequence, Strategy strategy, Reason reason, long nanos) {
    chosen(sequence, strategy);
    swapsInTask++;
    quiet = true;
    quietUntil = nanos + settings.cooldown().toNanos();
    policy.swapped(reason);
  }

  /** Orders have been carried out, the last as that record: what was seen before is outdated. */
  public void ordered(long sequence) {
    notBefore = Math.max(notBefore, sequence);
  }

  /**
   * A measurement.
   *
   * @param nanos of a monotonic clock
   * @return what to do, in order
   */
  public List<Order> observe(Observation seen, long nanos) {
    if (seen.sequence() < notBefore) {
      return List.of();
    }
    List<Order> orders = new ArrayList<>();
    Effect effect = effects.add(seen);
    if (effect != null && (policy.learns() || effects.firstOfADecision())) {
      orders.add(new Order.Note(effects.decision(), effect));
    }
    Order verdict = fork == null || fork.learns() ? null : standing(seen);
    Order order = verdict == null ? judged(seen, nanos) : verdict;
    if (order != null) {
      orders.add(order);
    }
    return orders;
  }

  private @Nullable Order standing(Observation seen) {
    return seen.fork() == null || seen.own() == null
        ? null
        : probation.judge(seen.step(), seen.own(), seen.fork());
  }

  private @Nullable Order judged(Observation seen, long nanos) {
    if (fork != null && fork.learns() && !policy.name().equals(fork.reason().cause())) {
      return new Order.Drop(new Reason(policy.name(), "its policy no longer decides", ""));
    }
    Order order = policy.judge(seen, current);
    return switch (order) {
      case null -> null;
      case Order.Swap swap ->
          may(nanos)
              ? new Order.Swap(
                  swap.strategy(), swap.revocable() && probation.wanted(), swap.reason())
              : null;
      case Order.Try attempt -> may(nanos) ? attempt : null;
      case Order.Adopt _, Order.Drop _, Order.Choose _, Order.Pause _, Order.Note _ -> order;
    };
  }

  private boolean may(long nanos) {
    quiet = quiet && nanos - quietUntil < 0;
    return !quiet && swapsInTask < settings.maxSwaps();
  }
}

package io.zeroflow.runtime.supervise;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Clock;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Decides on swaps and has the learner make them. */
public final class Supervisor extends AbstractBehavior<Supervisor.Command> {

  /** Cause of a swap that a person asked for. */
  public static final String OPERATOR = "operator";

  /** What a supervisor can be told. */
  public sealed interface Command {}

  /**
   * A finished evaluation.
   *
   * @param forgetting mean over past tasks
   * @param byTask the same, by past task
   * @param accuracy on all classes seen
   */
  public record Scored(long step, double forgetting, Map<String, Double> byTask, double accuracy)
      implements Command {}

  /** An operator wants a strategy; answered when the learner has it. */
  public record Order(Strategy strategy, ActorRef<LearnerStatus> replyTo) implements Command {}

  private record Swapped(Strategy strategy) implements Command {}

  private final SupervisorSettings settings;
  private final ForgettingRule rule;
  private final ActorRef<Learner.Command> learner;
  private final long start;
  private final Clock clock;
  private Strategy current;
  private boolean swapping;

  private Supervisor(
      ActorContext<Command> context,
      SupervisorSettings settings,
      Strategy current,
      long start,
      ActorRef<Learner.Command> learner,
      Clock clock) {
    super(context);
    this.settings = settings;
    this.rule = new ForgettingRule(settings);
    this.current = current;
    this.start = start;
    this.learner = learner;
    this.clock = clock;
  }

  /**
   * A supervisor of a learner.
   *
   * @param current the learner's strategy at this moment
   * @param start the learner's step at this moment; evaluators measure the ends of earlier tasks
   *     again after a restart, and what they see of them must not cause a swap today
   */
  public static Behavior<Command> create(
      SupervisorSettings settings,
      Strategy current,
      long start,
      ActorRef<Learner.Command> learner,
      Clock clock) {
    return Behaviors.setup(
        context -> new Supervisor(context, settings, current, start, learner, clock));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Scored scored -> judge(scored);
      case Order(Strategy strategy, ActorRef<LearnerStatus> replyTo) ->
          swap(strategy, OPERATOR, "", replyTo);
      case Swapped(Strategy strategy) -> {
        current = strategy;
        swapping = false;
        rule.swapped(clock.instant());
      }
    }
    return this;
  }

  private void judge(Scored scored) {
    if (scored.step() < start) {
      return;
    }
    String reason = rule.evaluate(scored.step(), scored.forgetting(), current, clock.instant());
    boolean acts = settings.policy() == SupervisorSettings.Policy.FORGETTING;
    if (reason != null && acts && !swapping) {
      getContext().getLog().info("swap to {}: {}", settings.switchTo().brief(), reason);
      swap(settings.switchTo(), ForgettingRule.NAME, reason, getContext().getSystem().ignoreRef());
    }
  }

  private void swap(
      Strategy strategy, String cause, String evidence, ActorRef<LearnerStatus> replyTo) {
    swapping = true;
    ActorRef<Command> self = getContext().getSelf();
    ActorRef<LearnerStatus> done =
        getContext()
            .spawnAnonymous(
                Behaviors.receiveMessage(
                    status -> {
                      replyTo.tell(status);
                      self.tell(new Swapped(strategy));
                      return Behaviors.stopped();
                    }));
    learner.tell(new Learner.Swap(strategy, cause, evidence, done));
  }
}

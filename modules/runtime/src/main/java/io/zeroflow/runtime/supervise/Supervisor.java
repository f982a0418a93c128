package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Change;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.learn.Order;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;

/** Decides how the model learns, and has the learner do it; operators' orders go through it too. */
public final class Supervisor extends AbstractBehavior<Supervisor.Command> {

  /** What a supervisor can be told. */
  public sealed interface Command {}

  /** A record of the journal that is about decisions, in the journal's order. */
  public record Recorded(long sequence, Change change) implements Command {}

  /** A finished evaluation. */
  public record Scored(Observation seen) implements Command {}

  /** An operator wants something done; answered when the learner has it, or why it cannot be. */
  public record Operate(Order order, ActorRef<StatusReply<LearnerStatus>> replyTo)
      implements Command {}

  /** Asks for the name of the policy that decides. */
  public record GetPolicy(ActorRef<String> replyTo) implements Command {}

  /** An order is done: its last record, or −1 if it came to nothing. */
  private record Carried(long sequence) implements Command {}

  private final Supervision supervision;
  private final Policies policies;
  private final ActorRef<Learner.Command> learner;
  private final long start;
  private final LongSupplier nanos;
  private int underway;

  private Supervisor(
      ActorContext<Command> context,
      Supervision supervision,
      Policies policies,
      long start,
      ActorRef<Learner.Command> learner,
      LongSupplier nanos) {
    super(context);
    this.supervision = supervision;
    this.policies = policies;
    this.start = start;
    this.learner = learner;
    this.nanos = nanos;
  }

  /**
   * A supervisor of a learner.
   *
   * @param start the learner's step at this moment; evaluators measure the ends of earlier tasks
   *     again after a restart, and what they see of them must not cause a swap today
   * @param nanos a monotonic clock
   */
  public static Behavior<Command> create(
      Supervision supervision,
      Policies policies,
      long start,
      ActorRef<Learner.Command> learner,
      LongSupplier nanos) {
    return Behaviors.setup(
        context -> new Supervisor(context, supervision, policies, start, learner, nanos));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Recorded(long sequence, Change change) ->
          supervision.recorded(sequence, change, nanos.getAsLong());
      case Scored(Observation seen) -> judge(seen);
      case Operate(Order order, ActorRef<StatusReply<LearnerStatus>> replyTo) ->
          operate(order, replyTo);
      case GetPolicy(ActorRef<String> replyTo) -> replyTo.tell(supervision.policy().name());
      case Carried(long sequence) -> {
        underway--;
        supervision.ordered(sequence);
      }
    }
    return this;
  }

  private void judge(Observation seen) {
    if (seen.step() < start || underway > 0) {
      return;
    }
    List<Order> orders = supervision.observe(seen, nanos.getAsLong());
    for (Order order : orders) {
      if (!(order instanceof Order.Note)) {
        getContext().getLog().info("{}: {}", supervision.policy().name(), order);
      }
      carryOut(order, getContext().getSystem().ignoreRef());
    }
  }

  private void operate(Order order, ActorRef<StatusReply<LearnerStatus>> replyTo) {
    try {
      if (order instanceof Order.Choose choice) {
        Policy unused = policies.get(choice.policy());
      }
      carryOut(order, replyTo);
    } catch (IllegalArgumentException e) {
      replyTo.tell(StatusReply.error(String.valueOf(e.getMessage())));
    }
  }

  private void carryOut(Order order, ActorRef<StatusReply<LearnerStatus>> replyTo) {
    underway++;
    ActorRef<Command> self = getContext().getSelf();
    ActorRef<StatusReply<LearnerStatus>> done =
        getContext()
            .spawnAnonymous(
                Behaviors.receiveMessage(
                    reply -> {
                      self.tell(new Carried(reply.isSuccess() ? reply.getValue().sequence() : -1));
                      replyTo.tell(reply);
                      return Behaviors.stopped();
                    }));
    learner.tell(new Learner.Obey(order, done));
  }
}

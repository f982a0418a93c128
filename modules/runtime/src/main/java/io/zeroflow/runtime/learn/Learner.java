package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.metrics.Metrics;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The learner as an actor. Spawn it on {@link #DISPATCHER}: its messages are handled one after the
 * other on one thread, so a swap lands exactly between two steps and loses no batch. Lots may be
 * sent ahead so that it never waits for one; a swap overtakes those that have not begun.
 */
public final class Learner extends AbstractBehavior<Learner.Command> {

  /** Dispatcher with one platform thread of its own. */
  public static final String DISPATCHER = "zeroflow-learner-dispatcher";

  /** What a learner can be told. */
  public sealed interface Command {}

  /** Learn from a lot; answered when it is learned and queued for the journal. */
  public record Learn(Prepared lot, ActorRef<Done> replyTo) implements Command {}

  /**
   * Swap the strategy at the next step boundary; answered with the status after it.
   *
   * @param cause {@code operator}, or the rule of the supervisor
   * @param evidence what was seen, in words
   */
  public record Swap(
      Strategy strategy, String cause, String evidence, ActorRef<LearnerStatus> replyTo)
      implements Command {}

  /** Ask where the time went. */
  public record GetTimes(ActorRef<StepTimes.Shares> replyTo) implements Command {}

  private enum Turn implements Command {
    NEXT
  }

  private final Learning learning;
  private final AtomicReference<LearnerStatus> published;
  private final Queue<Learn> waiting = new ArrayDeque<>();

  private Learner(
      ActorContext<Command> context, Learning learning, AtomicReference<LearnerStatus> published) {
    super(context);
    this.learning = learning;
    this.published = published;
  }

  /**
   * A learner that goes on from a replica.
   *
   * @param replica handed over: nobody else may touch it afterwards
   * @param threads engine threads of this learner
   * @param explodingLoss how many times the mean before it a loss may be; 0 for no limit
   * @param published always holds the status after the last lot or swap, so that whoever looks need
   *     not wait for the one in work
   */
  public static Behavior<Command> create(
      Replica replica,
      Network network,
      ContinualMethod method,
      JournalWriter journal,
      Metrics metrics,
      int threads,
      double explodingLoss,
      AtomicReference<LearnerStatus> published) {
    return Behaviors.setup(
        context -> {
          network.enter(threads); // set-up already runs on the pinned thread
          Learning learning =
              new Learning(
                  replica, network, method, journal, metrics, explodingLoss, Clock.systemUTC());
          published.set(learning.status());
          return new Learner(context, learning, published);
        });
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) throws InterruptedException {
    switch (command) {
      case Learn learn -> {
        waiting.add(learn);
        // Sent to the end of the mailbox: a swap that came meanwhile goes first.
        getContext().getSelf().tell(Turn.NEXT);
      }
      case Turn _ -> {
        Learn next = waiting.remove();
        learning.learn(next.lot());
        published.set(learning.status());
        next.replyTo().tell(Done.getInstance());
      }
      case Swap(
              Strategy strategy,
              String cause,
              String evidence,
              ActorRef<LearnerStatus> replyTo) -> {
        learning.swap(strategy, cause, evidence);
        published.set(learning.status());
        replyTo.tell(published.get());
      }
      case GetTimes(ActorRef<StepTimes.Shares> replyTo) -> replyTo.tell(learning.times());
    }
    return this;
  }
}

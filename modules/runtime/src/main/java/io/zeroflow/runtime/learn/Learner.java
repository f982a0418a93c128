package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.LearnerSettings;
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
import org.apache.pekko.pattern.StatusReply;

/**
 * The learner as an actor. Spawn it on {@link #DISPATCHER}: its messages are handled one after the
 * other on one thread, so an order lands exactly between two steps and loses no batch. Lots may be
 * sent ahead so that it never waits for one; an order overtakes those that have not begun.
 */
public final class Learner extends AbstractBehavior<Learner.Command> {

  /** Dispatcher with one platform thread of its own. */
  public static final String DISPATCHER = "zeroflow-learner-dispatcher";

  /** What a learner can be told. */
  public sealed interface Command {}

  /** Learn from a lot; answered when it is learned and queued for the journal. */
  public record Learn(Prepared lot, ActorRef<Done> replyTo) implements Command {}

  /**
   * Do something at the next step boundary; answered with the status after it, or why it came to
   * nothing.
   */
  public record Obey(Order order, ActorRef<StatusReply<LearnerStatus>> replyTo)
      implements Command {}

  /** Ask where the time went. */
  public record GetTimes(ActorRef<StepTimes.Shares> replyTo) implements Command {}

  private enum Turn implements Command {
    NEXT
  }

  private final Work work;
  private final AtomicReference<LearnerStatus> published;
  private final Queue<Learn> waiting = new ArrayDeque<>();
  private LearnerStatus status;

  private Learner(
      ActorContext<Command> context, Work work, AtomicReference<LearnerStatus> published) {
    super(context);
    this.work = work;
    this.published = published;
    this.status = work.status();
    published.set(status);
  }

  /**
   * A learner that goes on from a replica.
   *
   * @param replica handed over: nobody else may touch it afterwards
   * @param threads engine threads of this learner
   * @param maxTasks tasks that are found in a stream that names none, at most
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
      LearnerSettings settings,
      int maxTasks,
      AtomicReference<LearnerStatus> published) {
    return Behaviors.setup(
        context -> {
          network.enter(threads); // set-up already runs on the pinned thread
          Learning learning =
              new Learning(
                  replica,
                  network,
                  method,
                  journal,
                  metrics,
                  settings,
                  maxTasks,
                  Clock.systemUTC());
          return new Learner(context, learning, published);
        });
  }

  /** A learner that does that work. */
  static Behavior<Command> of(Work work, AtomicReference<LearnerStatus> published) {
    return Behaviors.setup(context -> new Learner(context, work, published));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) throws InterruptedException {
    switch (command) {
      case Learn learn -> {
        waiting.add(learn);
        // Sent to the end of the mailbox: an order that came meanwhile goes first.
        getContext().getSelf().tell(Turn.NEXT);
      }
      case Turn _ -> turn();
      case Obey(Order order, ActorRef<StatusReply<LearnerStatus>> replyTo) -> {
        boolean done = work.obey(order);
        boolean before = status.paused();
        publish();
        replyTo.tell(done ? StatusReply.success(status) : StatusReply.error(order.nothing()));
        if (before && !status.paused()) { // their turns came to nothing meanwhile
          waiting.forEach(lot -> getContext().getSelf().tell(Turn.NEXT));
        }
      }
      case GetTimes(ActorRef<StepTimes.Shares> replyTo) -> replyTo.tell(work.times());
    }
    return this;
  }

  /** A turn for a lot that waits; a pause keeps waiting what there is to learn from. */
  private void turn() throws InterruptedException {
    Learn next = waiting.peek();
    if (next == null || status.paused() && !next.lot().passed()) {
      return;
    }
    waiting.remove();
    work.learn(next.lot());
    publish();
    next.replyTo().tell(Done.getInstance());
  }

  private void publish() {
    status = work.status();
    published.set(status);
  }
}

package io.zeroflow.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * How a stream hands its elements to an actor: the actor's word that it is done with one is the
 * stream's back-pressure. Unlike an ask, it has no time-out, as an actor may take as long as it
 * needs, and a learner may be paused for weeks; only the actor's end is a failure.
 */
final class HandOver {

  private static final AtomicLong NUMBER = new AtomicLong();

  private HandOver() {}

  /**
   * Sends a message.
   *
   * @param message given whom to tell when it is dealt with
   * @return completes then; fails, with the actor's path, if the actor ends before
   */
  static <C> CompletionStage<Done> to(
      ActorSystem<?> system, ActorRef<C> actor, Function<ActorRef<Done>, C> message) {
    CompletableFuture<Done> dealtWith = new CompletableFuture<>();
    ActorRef<Done> receipt =
        system.systemActorOf(
            receipt(actor, dealtWith),
            "zeroflow-hand-over-" + NUMBER.incrementAndGet(),
            Props.empty());
    actor.tell(message.apply(receipt));
    return dealtWith;
  }

  private static Behavior<Done> receipt(ActorRef<?> actor, CompletableFuture<Done> dealtWith) {
    return Behaviors.setup(
        context -> {
          context.watch(actor);
          return Behaviors.receive(Done.class)
              .onMessage(
                  Done.class,
                  done -> {
                    dealtWith.complete(done);
                    return Behaviors.stopped();
                  })
              .onSignal(Terminated.class, ended -> Behaviors.stopped())
              .onSignal(
                  PostStop.class,
                  stop -> {
                    if (!dealtWith.isDone()) {
                      dealtWith.completeExceptionally(
                          new IllegalStateException(
                              "%s ended before it had dealt with what it was sent; the log says why"
                                  .formatted(actor.path())));
                    }
                    return Behaviors.same();
                  })
              .build();
        });
  }
}

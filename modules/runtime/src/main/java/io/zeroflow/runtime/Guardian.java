package io.zeroflow.runtime;

import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.EvaluationMemory;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.follow.Scoreboard;
import io.zeroflow.runtime.follow.SnapshotKeeper;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.supervise.Policies;
import io.zeroflow.runtime.supervise.Supervision;
import io.zeroflow.runtime.supervise.Supervisor;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The root actor: spawns the parts. A part that fails ends the system. */
final class Guardian {

  sealed interface Command {}

  record GetParts(ActorRef<Parts> replyTo) implements Command {}

  /**
   * What the outside talks to.
   *
   * @param status of the learner after its last lot or swap; null until it has started
   */
  record Parts(
      ActorRef<Learner.Command> learner,
      ActorRef<Supervisor.Command> supervisor,
      ActorRef<Scoreboard.Command> scoreboard,
      ActorRef<Follower.Command> follower,
      AtomicReference<LearnerStatus> status) {

    /** The last status. */
    LearnerStatus lastStatus() {
      return Objects.requireNonNull(status.get(), "the learner has not started");
    }
  }

  private Guardian() {}

  static Behavior<Command> create(
      Settings settings,
      ModelRecovery.Recovered recovered,
      Network network,
      ContinualMethod method,
      EvaluationMemory evaluations,
      JournalWriter journal,
      Metrics metrics) {
    Replica replica = recovered.replica();
    // Read now: the learner takes the replica over.
    Strategy strategy = replica.strategy();
    long step = replica.step();
    String policy = replica.policy();
    Policies policies = new Policies(settings.supervisor());
    return Behaviors.setup(
        context -> {
          AtomicReference<LearnerStatus> published = new AtomicReference<>();
          ActorRef<Learner.Command> learner =
              context.spawn(
                  Learner.create(
                      replica,
                      network,
                      method,
                      journal,
                      metrics,
                      settings.model().threads(),
                      settings.learner(),
                      settings.limits().tasks(),
                      published),
                  "learner",
                  DispatcherSelector.fromConfig(Learner.DISPATCHER));
          ActorRef<Supervisor.Command> supervisor =
              context.spawn(
                  Supervisor.create(
                      new Supervision(settings.supervisor(), policies, policy, strategy),
                      policies,
                      step,
                      learner,
                      System::nanoTime),
                  "supervisor");
          ActorRef<Scoreboard.Command> scoreboard =
              context.spawn(
                  Scoreboard.create(metrics, supervisor, Clock.systemUTC()), "scoreboard");
          ActorRef<Follower.Command> follower =
              context.spawn(
                  Follower.create(
                      network,
                      method,
                      recovered.follower(),
                      recovered
                          .snapshots()
                          .map(
                              all ->
                                  new SnapshotKeeper(
                                      all,
                                      recovered.journal(),
                                      recovered.snapshotSequence(),
                                      recovered.snapshotStep(),
                                      metrics))
                          .orElse(null),
                      settings.snapshots().every(),
                      settings.evaluation(),
                      evaluations,
                      settings.limits().tasks(),
                      metrics,
                      scoreboard),
                  "follower");
          Parts parts = new Parts(learner, supervisor, scoreboard, follower, published);
          // Watched without a handler: the death of a part is the death of the whole, by design.
          context.watch(learner);
          context.watch(supervisor);
          context.watch(scoreboard);
          context.watch(follower);
          return Behaviors.receiveMessage(
              command -> {
                switch (command) {
                  case GetParts(ActorRef<Parts> replyTo) -> replyTo.tell(parts);
                }
                return Behaviors.same();
              });
        });
  }
}

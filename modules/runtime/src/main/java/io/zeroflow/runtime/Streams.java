package io.zeroflow.runtime;

import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.follow.JournalSource;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.Preparer;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.DeadLetters;
import io.zeroflow.runtime.source.HeldOutSource;
import io.zeroflow.runtime.source.Intake;
import io.zeroflow.runtime.source.Lag;
import io.zeroflow.runtime.source.Partitions;
import io.zeroflow.runtime.source.SampleChecks;
import io.zeroflow.runtime.source.SourceStart;
import io.zeroflow.runtime.source.TaskSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three streams between Kafka and the actors. */
final class Streams {

  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final Duration LAG_EVERY = Duration.ofSeconds(2);

  private final Pair<Runnable, CompletionStage<Done>> tasks;
  private final Map<String, Pair<Runnable, CompletionStage<Done>>> followers;
  private final Partitions partitions;
  private final Intake intake;
  private final DeadLetters deadLetters;
  private final Lag lag;
  private final CompletableFuture<Done> ended = new CompletableFuture<>();

  private Streams(
      Pair<Runnable, CompletionStage<Done>> tasks,
      Map<String, Pair<Runnable, CompletionStage<Done>>> followers,
      Partitions partitions,
      Intake intake,
      DeadLetters deadLetters,
      Lag lag) {
    this.tasks = tasks;
    this.followers = followers;
    this.partitions = partitions;
    this.intake = intake;
    this.deadLetters = deadLetters;
    this.lag = lag;
  }

  /**
   * Where the streams start, read from the replica before the learner takes it over.
   *
   * @param tasks where the learner's source goes on, and the evaluators' begins
   * @param follower offset at which the follower reads the journal on
   * @param labels that the model already knows, in the head or from tasks that are over
   * @param known tasks that it already knows
   */
  record Start(SourceStart tasks, long follower, Set<String> labels, Set<String> known) {

    static Start of(ModelRecovery.Recovered recovered) {
      Replica replica = recovered.replica();
      Set<String> labels = new HashSet<>(replica.labels()); // a restart of θ empties the head
      labels.addAll(replica.frozen().keySet());
      return new Start(
          recovered.source(), recovered.followFrom(), labels, Set.copyOf(replica.tasks()));
    }
  }

  static Streams run(
      ActorSystem<?> typed,
      Settings settings,
      Start start,
      Network network,
      Preparer preparer,
      Guardian.Parts parts,
      JournalWriter journal,
      Metrics metrics) {
    var system = typed.classicSystem();
    DeadLetters deadLetters =
        new DeadLetters(
            settings.kafka().client(), settings.kafka().topics().deadLetters(), metrics);
    Partitions partitions = new Partitions(settings.kafka(), start.tasks().first().keySet());
    Intake intake = new Intake(start.tasks().learned(), metrics.waitingSamples::set);
    var held =
        HeldOutSource.run(
            system,
            settings,
            start.tasks().first(),
            partitions,
            checks(settings, start, network),
            samples ->
                HandOver.to(
                    typed, parts.follower(), replyTo -> new Follower.Keep(samples, replyTo)));
    var records =
        JournalSource.run(
            system,
            settings,
            start.follower(),
            group ->
                HandOver.to(
                    typed, parts.follower(), replyTo -> new Follower.Records(group, replyTo)));
    var tasks =
        TaskSource.run(
            system,
            settings,
            start.tasks(),
            partitions,
            checks(settings, start, network),
            deadLetters,
            intake,
            preparer::prepare,
            lot -> HandOver.to(typed, parts.learner(), replyTo -> new Learner.Learn(lot, replyTo)));
    Lag lag = new Lag(settings.kafka(), "zeroflow-" + settings.model().id());
    Streams streams =
        new Streams(
            tasks,
            Map.of(
                "held-out samples",
                held,
                "journal",
                Pair.create(() -> records.first().shutdown(), records.second())),
            partitions,
            intake,
            deadLetters,
            lag);
    streams.lookOut(typed, parts, journal, metrics);
    streams.watch("tasks", tasks);
    streams.followers.forEach(streams::watch);
    typed.getWhenTerminated().whenComplete((done, failure) -> streams.end("actor system", failure));
    return streams;
  }

  /** Each stream has its own: they count what has passed. */
  private static SampleChecks checks(Settings settings, Start start, Network network) {
    return new SampleChecks(
        network::check,
        settings.limits().labels(),
        settings.limits().tasks(),
        start.labels(),
        start.known());
  }

  /**
   * Looks for partitions that were added, and for what operators want to know: a broker that is
   * away for a moment only makes it old. The next look is a while after the last, however long that
   * took.
   */
  private void lookOut(
      ActorSystem<?> typed, Guardian.Parts parts, JournalWriter journal, Metrics metrics) {
    typed
        .scheduler()
        .scheduleOnce(
            LAG_EVERY,
            () ->
                partitions
                    .look()
                    .thenCompose(looked -> lag.unread(partitions.known(), intake.read()))
                    .thenAccept(unread -> metrics.consumerLag.set(unread + unlearned(parts)))
                    .thenCompose(measured -> lag.publish(journal.committedPositions()))
                    .whenComplete(
                        (done, failure) -> {
                          if (failure != null) {
                            LOG.debug("the lag cannot be measured or published", failure);
                          }
                          lookOut(typed, parts, journal, metrics);
                        }),
            typed.executionContext());
  }

  /** Samples in lots that are on their way to the learner. */
  private long unlearned(Guardian.Parts parts) {
    return Math.max(0, intake.cut() - parts.lastStatus().samples());
  }

  /** Has a batch made of the samples that wait for a full one; gives how many those were. */
  CompletionStage<Integer> flush(Reason why) {
    return intake.flush(why);
  }

  private void watch(String name, Pair<Runnable, CompletionStage<Done>> stream) {
    stream.second().whenComplete((done, failure) -> end(name, failure));
  }

  private void end(String name, @Nullable Throwable failure) {
    if (failure == null) {
      ended.complete(Done.getInstance());
      return;
    }
    Throwable cause =
        failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
    if (!ended.completeExceptionally(cause)) {
      return;
    }
    if (cause instanceof SettingsException) { // it says all that there is to say
      LOG.error("the stream of {} stopped: {}", name, cause.getMessage());
    } else {
      LOG.error("the stream of {} failed", name, cause);
    }
  }

  /** Completes when any stream has ended, exceptionally if it failed. */
  CompletionStage<Done> ended() {
    return ended;
  }

  /**
   * Stops taking records and waits for the lots in work. Those that wait for a paused learner will
   * not be learned: the next one reads them again.
   */
  void stopLearning(boolean paused, Patience patience) {
    if (paused) {
      tasks.first().run();
    } else {
      drain("tasks", tasks, patience.next());
    }
  }

  /**
   * Stops what follows.
   *
   * @param positions as the journal has them, for lag tools
   */
  void stopFollowing(Map<Integer, Long> positions, Patience patience) {
    CompletableFuture<Void> published = new CompletableFuture<>();
    lag.publish(positions)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn("lag tools do not see the last position: {}", failure.toString());
              }
              published.complete(done);
            });
    published.completeOnTimeout(null, patience.next().toMillis(), TimeUnit.MILLISECONDS).join();
    followers.forEach((name, stream) -> drain(name, stream, patience.next()));
    deadLetters.close();
    partitions.close();
    lag.close();
  }

  private static void drain(
      String name, Pair<Runnable, CompletionStage<Done>> stream, Duration patience) {
    stream.first().run();
    CompletableFuture<Boolean> drained =
        stream.second().handle((done, failure) -> true).toCompletableFuture();
    if (!drained.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS).join()) {
      LOG.warn("the stream of {} has not come to its end in {} ms", name, patience.toMillis());
    }
  }
}

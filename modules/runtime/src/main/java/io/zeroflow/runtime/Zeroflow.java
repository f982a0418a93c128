package io.zeroflow.runtime;

import com.typesafe.config.Config;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.FeatureCache;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.EvaluationMemory;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.follow.Landscape;
import io.zeroflow.runtime.follow.Scoreboard;
import io.zeroflow.runtime.follow.StepMemory;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.learn.Preparer;
import io.zeroflow.runtime.learn.StepTimes;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.predict.Prediction;
import io.zeroflow.runtime.predict.PredictionService;
import io.zeroflow.runtime.predict.PredictionStream;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.supervise.Policies;
import io.zeroflow.runtime.supervise.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Zeroflow: opens the journal, recovers, and runs learner, evaluators and supervisor
 * until it is closed or fails. All methods may be called from any thread.
 */
public final class Zeroflow implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Zeroflow.class);
  private static final Duration LANDSCAPE = Duration.ofSeconds(25);
  private static final Duration ASK = Duration.ofSeconds(30);

  /** Less than the 30 s after which containers kill. */
  private static final Duration STOP = Duration.ofSeconds(25);

  private final ActorSystem<Guardian.Command> system;
  private final Guardian.Parts parts;
  private final Streams streams;
  private final Preparer preparer;
  private final JournalWriter journal;
  private final Network network;
  private final FeatureCache cache;
  private final boolean snapshots;
  private final int batchSize;
  private final Metrics metrics;
  private final Map<String, LongSupplier> memory;
  private final Map<String, String> policies;
  private final PredictionService predictions;
  private final Optional<PredictionStream> questions;

  private Zeroflow(
      ActorSystem<Guardian.Command> system,
      Guardian.Parts parts,
      Streams streams,
      Preparer preparer,
      JournalWriter journal,
      Network network,
      FeatureCache cache,
      Settings settings,
      Metrics metrics,
      Map<String, LongSupplier> memory) {
    this.metrics = metrics;
    this.memory = memory;
    this.batchSize = settings.learner().batchSize();
    this.snapshots = settings.snapshots().directory().isPresent();
    this.policies = new Policies(settings.supervisor()).explained();
    this.predictions =
        new PredictionService(
            network,
            new SampleCodec(settings.limits().recordBytes()),
            () -> ask(parts.follower(), Follower.GetModel::new));
    this.questions =
        settings
            .kafka()
            .predictions()
            .map(
                topics ->
                    PredictionStream.run(
                        system.classicSystem(),
                        settings.kafka(),
                        topics,
                        "zeroflow-" + settings.model().id() + "-predictor",
                        question -> predictions.predict(question, PredictionService.BEST)));
    this.system = system;
    this.parts = parts;
    this.streams = streams;
    this.preparer = preparer;
    this.journal = journal;
    this.network = network;
    this.cache = cache;
  }

  /**
   * Starts. What can be wrong is looked for before anything is changed. Topics that are missing are
   * created if the settings allow; an existing journal is replayed, and learning goes on where it
   * stopped.
   *
   * @param config what {@code settings} were read from, for the actor system
   * @throws SettingsException if settings do not fit the journal
   * @throws JournalException if Kafka is away or the journal cannot be read on
   */
  public static Zeroflow start(Settings settings, Config config, PrometheusRegistry registry) {
    return start(settings, config, registry, () -> Models.network(settings.model()));
  }

  /** The same with another network, loaded before topics are made, and closed with the rest. */
  static Zeroflow start(
      Settings settings, Config config, PrometheusRegistry registry, Supplier<Network> load) {
    // First what can be asked, then what takes long, and only then what others can see.
    SettingsException.check(TopicSetup.mistakes(settings.kafka()));
    Network network = load.get();
    try {
      Fit.check(settings, network);
      ContinualMethod method = Models.method(settings.model(), network);
      ModelRecovery recovery = new ModelRecovery(settings, network, method);
      // Before the writer, which ends a learner of this model that runs: one that could not take
      // its place must leave it alone.
      if (TopicSetup.hasJournal(settings.kafka())) {
        recovery.check();
      }
      createTopics(settings.kafka());
      return start(settings, config, new Metrics(registry), registry, network, method, recovery);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static void createTopics(KafkaSettings kafka) {
    List<String> created = kafka.createTopics() ? TopicSetup.create(kafka) : List.of();
    if (!created.isEmpty()) {
      LOG.info("created topics {}", created);
    }
  }

  private static Zeroflow start(
      Settings settings,
      Config config,
      Metrics metrics,
      PrometheusRegistry registry,
      Network network,
      ContinualMethod method,
      ModelRecovery recovery) {
    JournalWriter journal =
        JournalWriter.open(
            settings.kafka().client(), settings.kafka().topics().journal(), settings.model().id());
    try {
      ModelRecovery.Recovered recovered = recovery.run(journal);
      Replica replica = recovered.replica();
      Strategy strategy = replica.strategy();
      metrics.activate(strategy.name());
      metrics.step.set(replica.step());
      metrics.paused.set(replica.pause() == null ? 0 : 1);
      FeatureCache cache = new FeatureCache(settings.model().featureCacheBytes());
      EvaluationMemory evaluations = new EvaluationMemory(settings.evaluation().featureBytes());
      long thetaBytes = (long) Float.BYTES * replica.theta().capacity();
      // The replica itself belongs to the learner's thread.
      Map<String, LongSupplier> memory =
          Map.of(
              "feature_cache",
              cache::bytes,
              "evaluation_features",
              evaluations::bytes,
              "theta",
              () -> thetaBytes);
      Metrics.memory(registry, memory);
      Streams.Start start = Streams.Start.of(recovered);
      ActorSystem<Guardian.Command> system =
          ActorSystem.create(
              Guardian.create(settings, recovered, network, method, evaluations, journal, metrics),
              "zeroflow",
              ActorConfig.of(config));
      Guardian.Parts parts =
          AskPattern.ask(system, Guardian.GetParts::new, ASK, system.scheduler())
              .toCompletableFuture()
              .join();
      // Answered after the learner has started, so there is a status from here on.
      AskPattern.ask(parts.learner(), Learner.GetTimes::new, ASK, system.scheduler())
          .toCompletableFuture()
          .join();
      Preparer preparer = new Preparer(network, cache, settings.model().threads());
      Streams streams =
          Streams.run(system, settings, start, network, preparer, parts, journal, metrics);
      return new Zeroflow(
          system, parts, streams, preparer, journal, network, cache, settings, metrics, memory);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** What the learner was doing after its last lot or swap; at once, however busy it is. */
  public CompletionStage<LearnerStatus> status() {
    return CompletableFuture.completedFuture(parts.lastStatus());
  }

  /** Where the learner's time went. */
  public CompletionStage<StepTimes.Shares> times() {
    return ask(parts.learner(), Learner.GetTimes::new);
  }

  /** Everything that has been measured. */
  public CompletionStage<Board> board() {
    return ask(parts.scoreboard(), Scoreboard.GetBoard::new);
  }

  /** Fingerprint of the follower's weights. */
  public CompletionStage<Follower.Hash> followerHash() {
    return ask(parts.follower(), Follower.GetHash::new);
  }

  /**
   * What the model says an input is, as the evaluators' follower has it.
   *
   * @param best how many labels to score in the answer, at most
   * @return as {@link PredictionService#predict}
   */
  public CompletableFuture<Prediction> predict(byte[] question, int best) {
    return predictions.predict(question, best);
  }

  /**
   * Takes a snapshot of what the evaluators' follower holds.
   *
   * @return its step, once it is safe; fails where none are kept or the disk does not take it
   */
  public CompletionStage<Long> snapshot() {
    return AskPattern.askWithStatus(
        parts.follower(), Follower.TakeSnapshot::new, ASK, system.scheduler());
  }

  /**
   * Swaps the strategy on an operator's word; completes when the next step will use it.
   *
   * @throws StrategyException if the strategy cannot train this network; nothing has changed then
   */
  public CompletionStage<LearnerStatus> swap(Strategy strategy) {
    Fit.check(strategy, network);
    return operate(new Order.Swap(strategy, false, Reason.operator()));
  }

  /**
   * The running task's weights and strategy become those from before the last swap, if they are
   * still kept; or those of the canary.
   *
   * @return fails if none are kept
   */
  public CompletionStage<LearnerStatus> adoptFork() {
    return operate(new Order.Adopt(Reason.operator()));
  }

  /**
   * Takes no further step until told to go on, by this process or one after it; completes when none
   * is in work.
   *
   * @return whether that changed anything
   */
  public CompletionStage<Boolean> pause(boolean paused) {
    return operate(new Order.Pause(paused, Reason.operator()))
        .handle(
            (status, failure) ->
                switch (failure) {
                  case null -> CompletableFuture.completedFuture(true);
                  case StatusReply.ErrorMessage _ -> CompletableFuture.completedFuture(false);
                  default -> CompletableFuture.<Boolean>failedFuture(failure);
                })
        .thenCompose(changed -> changed);
  }

  /**
   * Has a batch made of the samples that wait for a full one.
   *
   * @return how many those were, once they are on their way to the learner: 0 if none waited
   */
  public CompletionStage<Integer> flushSamples() {
    return streams.flush(Reason.operator());
  }

  /**
   * Lets another policy decide.
   *
   * @return fails, naming those that there are, if there is none of that name
   */
  public CompletionStage<LearnerStatus> choosePolicy(String name) {
    return operate(new Order.Choose(name, Reason.operator()));
  }

  /** Name of the policy that decides. */
  public CompletionStage<String> policy() {
    return ask(parts.supervisor(), Supervisor.GetPolicy::new);
  }

  /** What each policy does with these settings, by name. */
  public Map<String, String> policies() {
    return policies;
  }

  private CompletionStage<LearnerStatus> operate(Order order) {
    return AskPattern.askWithStatus(
        parts.supervisor(),
        replyTo -> new Supervisor.Operate(order, replyTo),
        ASK,
        system.scheduler());
  }

  private <C, R> CompletionStage<R> ask(ActorRef<C> actor, Function<ActorRef<R>, C> message) {
    return AskPattern.ask(actor, message, ASK, system.scheduler());
  }

  /** Completes when one of the streams or the learner has failed, or after {@link #close}. */
  public CompletionStage<Done> ended() {
    return streams.ended();
  }

  /** Whether the source is attached and nothing has failed. */
  public boolean ready() {
    return !streams.ended().toCompletableFuture().isDone();
  }

  /** The loss around the weights, along the last step; takes an evaluation's time. */
  public CompletionStage<Landscape> landscape() {
    return AskPattern.ask(
        parts.follower(), Follower.GetLandscape::new, LANDSCAPE, system.scheduler());
  }

  /** What a step by backprop would take; a few evaluations' time. */
  public CompletionStage<StepMemory> stepMemory() {
    return AskPattern.ask(
        parts.follower(),
        replyTo -> new Follower.GetStepMemory(batchSize, replyTo),
        LANDSCAPE,
        system.scheduler());
  }

  /** What operators look at first. */
  public Health health() {
    Map<String, Long> bytes = new TreeMap<>();
    memory.forEach((area, size) -> bytes.put(area, size.getAsLong()));
    return Health.of(metrics, bytes);
  }

  /** Hits and misses of the feature cache. */
  public FeatureCache cache() {
    return cache;
  }

  /** The actor system, for whoever serves this over HTTP. */
  public ActorSystem<?> system() {
    return system;
  }

  /**
   * Stops: no new lots are taken, those in work are finished, the journal is committed, a snapshot
   * is taken, everything is closed. Takes less than 30 s, whatever hangs.
   */
  @Override
  public void close() {
    Patience patience = Patience.of(STOP);
    questions.ifPresent(PredictionStream::close);
    predictions.close();
    streams.stopLearning(parts.lastStatus().paused(), patience);
    flush();
    lastSnapshot(patience.next());
    streams.stopFollowing(journal.committedPositions(), patience);
    preparer.close();
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(patience.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the actor system did not stop in time", e);
    }
    journal.close();
    network.close();
  }

  private void flush() {
    try {
      journal.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (JournalException e) {
      LOG.warn("what was measured last is not committed, and will be measured again", e);
    }
  }

  private void lastSnapshot(Duration patience) {
    if (!snapshots) {
      return;
    }
    try {
      AskPattern.<Follower.Command, Long>askWithStatus(
              parts.follower(),
              replyTo -> new Follower.Finish(journal.last(), replyTo),
              patience,
              system.scheduler())
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("no last snapshot; the journal has everything: {}", e.toString());
    }
  }
}

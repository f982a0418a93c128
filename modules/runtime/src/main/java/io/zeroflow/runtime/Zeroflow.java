package io.zeroflow.runtime;

import com.typesafe.config.Config;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.journal.kafka.Recovery;
import io.zeroflow.model.FeatureCache;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.follow.Scoreboard;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.learn.Preparer;
import io.zeroflow.runtime.learn.StepTimes;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.supervise.Supervisor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Zeroflow: opens the journal, recovers, and runs learner, evaluators and supervisor
 * until it is closed or fails. All methods may be called from any thread.
 */
public final class Zeroflow implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Zeroflow.class);
  private static final Duration ASK = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final ActorSystem<Guardian.Command> system;
  private final Guardian.Parts parts;
  private final Streams streams;
  private final Preparer preparer;
  private final JournalWriter journal;
  private final Network network;
  private final FeatureCache cache;

  private Zeroflow(
      ActorSystem<Guardian.Command> system,
      Guardian.Parts parts,
      Streams streams,
      Preparer preparer,
      JournalWriter journal,
      Network network,
      FeatureCache cache) {
    this.system = system;
    this.parts = parts;
    this.streams = streams;
    this.preparer = preparer;
    this.journal = journal;
    this.network = network;
    this.cache = cache;
  }

  /**
   * Starts. Topics that are missing are created if the settings allow; an existing journal is
   * replayed, and learning goes on where it stopped.
   *
   * @param config what {@code settings} were read from, for the actor system
   * @throws SettingsException if settings do not fit the journal
   * @throws JournalException if Kafka is away or the journal cannot be read on
   */
  public static Zeroflow start(Settings settings, Config config, PrometheusRegistry registry) {
    return start(settings, config, registry, () -> Models.network(settings.model()));
  }

  /** The same with another network, loaded once the topics are there, and closed with the rest. */
  static Zeroflow start(
      Settings settings, Config config, PrometheusRegistry registry, Supplier<Network> load) {
    prepareTopics(settings);
    Network network = load.get();
    try {
      Fit.check(settings, network);
      ContinualMethod method = Models.method(settings.model(), network);
      // Before the writer, which ends a learner of this model that runs: one that could not take
      // its place must leave it alone.
      checkJournal(settings, network, method);
      return start(settings, config, new Metrics(registry), registry, network, method);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static Zeroflow start(
      Settings settings,
      Config config,
      Metrics metrics,
      PrometheusRegistry registry,
      Network network,
      ContinualMethod method) {
    JournalWriter journal =
        JournalWriter.open(
            settings.kafka().client(), settings.kafka().topics().journal(), settings.model().id());
    try {
      Replica replica = recover(settings, network, method, journal);
      Strategy strategy = replica.strategy();
      metrics.activate(strategy.name());
      metrics.step.set(replica.step());
      FeatureCache cache = new FeatureCache(settings.model().featureCacheBytes());
      long thetaBytes = (long) Float.BYTES * replica.theta().capacity();
      Metrics.memory(
          // The replica itself belongs to the learner's thread.
          registry, Map.of("feature_cache", cache::bytes, "theta", () -> thetaBytes));
      Streams.Start start = Streams.Start.of(settings, replica);
      ActorSystem<Guardian.Command> system =
          ActorSystem.create(
              Guardian.create(settings, replica, network, method, journal, metrics),
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
      Streams streams = Streams.run(system, settings, start, network, preparer, parts, metrics);
      return new Zeroflow(system, parts, streams, preparer, journal, network, cache);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static void prepareTopics(Settings settings) {
    var kafka = settings.kafka();
    if (kafka.createTopics()) {
      List<String> created = kafka.topics().create(kafka.client());
      if (!created.isEmpty()) {
        LOG.info("created topics {}", created);
      }
    }
    List<String> missing = kafka.topics().missing(kafka.client());
    if (!missing.isEmpty()) {
      throw new SettingsException(
          "topics %s do not exist at %s; run `zeroflow topics create`, or set zeroflow.kafka.topics.create = true"
              .formatted(missing, kafka.bootstrapServers()));
    }
    List<String> problems = kafka.topics().misconfigured(kafka.client());
    if (!problems.isEmpty()) {
      throw new SettingsException(
          "the journal %s would lose what was learned: %s (kafka-configs.sh --alter --entity-type topics --entity-name %s)"
              .formatted(
                  kafka.topics().journal(), String.join(", ", problems), kafka.topics().journal()));
    }
  }

  private static void checkJournal(Settings settings, Network network, ContinualMethod method) {
    try (JournalReader reader = reader(settings)) {
      Recovery.created(reader).ifPresent(model -> check(settings, model, network, method));
    }
  }

  private static JournalReader reader(Settings settings) {
    return new JournalReader(
        settings.kafka().client(), settings.kafka().topics().journal(), settings.model().id());
  }

  private static Replica recover(
      Settings settings, Network network, ContinualMethod method, JournalWriter journal) {
    Replica replica;
    try (JournalReader reader = reader(settings)) {
      replica = Recovery.replay(reader, method.newState(), new ReplayLog());
    }
    if (!replica.created()) {
      create(settings, network, method, journal, replica);
    }
    // Again: another learner may have created it in between.
    check(settings, replica.model(), network, method);
    Fit.check(replica.strategy(), network);
    return replica;
  }

  /** A line a second, so that a long replay is seen to go on. */
  private static final class ReplayLog implements Recovery.Progress {
    private long last = System.nanoTime();

    @Override
    public void replayed(long offset, long end) {
      if (System.nanoTime() - last > 1_000_000_000L) {
        last = System.nanoTime();
        LOG.info("replayed the journal up to offset {} of {}", offset, end);
      }
    }
  }

  private static void create(
      Settings settings,
      Network network,
      ContinualMethod method,
      JournalWriter journal,
      Replica replica) {
    JournalRecord first =
        replica.next(
            0,
            Clock.systemUTC().instant(),
            List.of(),
            new Change.ModelCreated(
                settings.model().id(),
                settings.model().seed(),
                network.name(),
                method.name(),
                Math.addExact(
                    floats(network),
                    Math.multiplyExact(settings.limits().labels(), network.featureSize())),
                network.featureSize(),
                network.slices(),
                settings.strategy()));
    try {
      journal.append(first);
      journal.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while the model was created", e);
    }
    replica.apply(first);
  }

  /** Trainable floats below the head. */
  private static int floats(Network network) {
    return network.slices().stream().mapToInt(slice -> slice.length()).sum();
  }

  private static void check(
      Settings settings, Change.ModelCreated model, Network network, ContinualMethod method) {
    if (!model.network().equals(network.name()) || !model.method().equals(method.name())) {
      throw new SettingsException(
          "model '%s' was created as %s on %s, but the settings say %s on %s; take the old settings, or another zeroflow.model.id"
              .formatted(
                  model.model(), model.method(), model.network(), method.name(), network.name()));
    }
    int labels = (model.capacity() - floats(network)) / network.featureSize();
    if (settings.limits().labels() > labels) {
      throw new SettingsException(
          "model '%s' was created for %d labels, but zeroflow.limits.labels = %d; take at most %d, or another zeroflow.model.id"
              .formatted(model.model(), labels, settings.limits().labels(), labels));
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
   * Swaps the strategy on an operator's word; completes when the next step will use it.
   *
   * @throws StrategyException if the strategy cannot train this network; nothing has changed then
   */
  public CompletionStage<LearnerStatus> swap(Strategy strategy) {
    Fit.check(strategy, network);
    return ask(parts.supervisor(), replyTo -> new Supervisor.Order(strategy, replyTo));
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

  /** Hits and misses of the feature cache. */
  public FeatureCache cache() {
    return cache;
  }

  /** The actor system, for whoever serves this over HTTP. */
  public ActorSystem<?> system() {
    return system;
  }

  /**
   * Stops: no new lots are taken, the one in work is finished, the journal is committed and closed.
   */
  @Override
  public void close() {
    streams.stop(STOP);
    preparer.close();
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the actor system did not stop in time", e);
    }
    journal.close();
    network.close();
  }
}

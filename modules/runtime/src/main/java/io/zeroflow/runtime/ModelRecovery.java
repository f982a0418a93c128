package io.zeroflow.runtime;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.journal.kafka.Recovery;
import io.zeroflow.journal.snapshot.Snapshot;
import io.zeroflow.journal.snapshot.Snapshots;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.LostInput;
import io.zeroflow.runtime.source.SourceStart;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a model back from its snapshots and its journal, or creates it, and says where its source
 * goes on.
 */
final class ModelRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(ModelRecovery.class);

  private final Settings settings;
  private final Network network;
  private final ContinualMethod method;
  private final Clock clock = Clock.systemUTC();

  ModelRecovery(Settings settings, Network network, ContinualMethod method) {
    this.settings = settings;
    this.network = network;
    this.method = method;
  }

  /**
   * A model to go on with.
   *
   * @param replica for the learner
   * @param source where it reads on
   * @param follower for the evaluators' follower: at the journal's first record, so that it sees
   *     all of the history, or as of the snapshot where the first record is gone
   * @param followFrom offset of the journal after what {@code follower} holds
   * @param snapshots where snapshots of the model are; empty if none are kept
   * @param snapshotSequence sequence of the newest snapshot, −1 for none
   * @param snapshotStep its step, 0 for none
   * @param journal id of the journal's topic
   */
  record Recovered(
      Replica replica,
      SourceStart source,
      Replica follower,
      long followFrom,
      Optional<Snapshots> snapshots,
      long snapshotSequence,
      long snapshotStep,
      String journal) {}

  /**
   * Looks whether the journal, if there is one, is of such a model.
   *
   * @throws SettingsException if it is not
   */
  void check() {
    try (JournalReader reader = reader()) {
      Recovery.created(reader).ifPresent(this::check);
    }
  }

  /**
   * Recovers the model.
   *
   * @param journal open, so that nobody else writes any more
   * @throws SettingsException if the settings do not fit it, or input is lost and they say to stop
   * @throws JournalException if the journal cannot be applied
   */
  Recovered run(JournalWriter journal) {
    String id = settings.kafka().topics().journalId(settings.kafka().client());
    Optional<Snapshots> snapshots =
        settings
            .snapshots()
            .directory()
            .map(
                directory ->
                    new Snapshots(directory, settings.model().id(), settings.snapshots().keep()));
    Snapshot snapshot =
        snapshots.flatMap(all -> all.latest(one -> one.journal().equals(id))).orElse(null);
    if (snapshot != null) {
      LOG.info("going on from the snapshot of step {}", snapshot.step());
    }
    Replica replica;
    Replica follower = new Replica(method.newState());
    long followFrom;
    try (JournalReader reader = reader()) {
      replica = Recovery.replay(reader, snapshot, method::newState, new ReplayLog());
      followFrom = reader.beginning();
    }
    if (followFrom > 0 && snapshot != null) {
      snapshot.restore(follower);
      followFrom = snapshot.nextOffset();
    }
    var ranges = SourceStart.ranges(settings.kafka());
    if (!replica.created()) {
      create(journal, replica, ranges);
    }
    // Again: another learner may have created it in between.
    check(replica.model());
    Fit.check(replica.strategy(), network);
    SourceStart source = source(journal, replica, ranges);
    return new Recovered(
        replica,
        source,
        follower,
        followFrom,
        snapshots,
        snapshot == null ? -1 : snapshot.sequence(),
        snapshot == null ? 0 : snapshot.step(),
        id);
  }

  private JournalReader reader() {
    return new JournalReader(
        settings.kafka().client(), settings.kafka().topics().journal(), settings.model().id());
  }

  /**
   * The first record: what the topic has dropped by now was never meant for this model, and what it
   * drops from now on is lost to it.
   */
  private void create(
      JournalWriter journal, Replica replica, Map<Integer, SourceStart.Range> ranges) {
    List<Consumed> dropped = new ArrayList<>();
    ranges.forEach(
        (partition, range) -> {
          if (range.begin() > 0) {
            dropped.add(new Consumed(partition, 0, range.begin()));
          }
        });
    commit(
        journal,
        replica,
        0,
        dropped,
        new Change.ModelCreated(
            settings.model().id(),
            settings.model().seed(),
            network.name(),
            method.name(),
            Math.addExact(
                floats(), Math.multiplyExact(settings.limits().labels(), network.featureSize())),
            network.featureSize(),
            network.slices(),
            settings.strategy(),
            settings.evaluation().heldOutShare()));
  }

  private SourceStart source(
      JournalWriter journal, Replica replica, Map<Integer, SourceStart.Range> ranges) {
    SourceStart start =
        SourceStart.of(
            settings.kafka().topics().tasks(), ranges, replica, settings.learner().remember());
    if (start.lost().isEmpty()) {
      return start;
    }
    String lost = LostInput.skip(settings.kafka(), start.lost());
    commit(journal, replica, replica.epoch() + 1, start.lost(), new Change.InputSkipped(lost));
    return start;
  }

  private void commit(
      JournalWriter journal, Replica replica, long epoch, List<Consumed> consumed, Change change) {
    JournalRecord record = replica.next(epoch, clock.instant(), consumed, change);
    replica.apply(record);
    try {
      journal.append(record);
      journal.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while the journal was written", e);
    }
  }

  /** Trainable floats below the head. */
  private int floats() {
    return network.slices().stream().mapToInt(slice -> slice.length()).sum();
  }

  private void check(Change.ModelCreated model) {
    if (!model.network().equals(network.name()) || !model.method().equals(method.name())) {
      throw new SettingsException(
          "model '%s' was created as %s on %s, but the settings say %s on %s; take the old settings, or another zeroflow.model.id"
              .formatted(
                  model.model(), model.method(), model.network(), method.name(), network.name()));
    }
    if (model.heldOut() != settings.evaluation().heldOutShare()) {
      throw new SettingsException(
          "model '%s' was created with zeroflow.evaluation.held-out-share = %s, but the settings say %s, and it would be measured on what it has learned; take the old share, or another zeroflow.model.id"
              .formatted(model.model(), model.heldOut(), settings.evaluation().heldOutShare()));
    }
    int labels = (model.capacity() - floats()) / network.featureSize();
    if (settings.limits().labels() > labels) {
      throw new SettingsException(
          "model '%s' was created for %d labels, but zeroflow.limits.labels = %d; take at most %d, or another zeroflow.model.id"
              .formatted(model.model(), labels, settings.limits().labels(), labels));
    }
  }

  /** A line a second with an estimate, so that a long replay is seen to go on. */
  private static final class ReplayLog implements Recovery.Progress {
    private static final double SECOND = 1e9;
    private final long start = System.nanoTime();
    private long last = start;
    private long first = -1;

    @Override
    public void replayed(long offset, long end) {
      first = first < 0 ? offset : first;
      long now = System.nanoTime();
      if (now - last > SECOND && offset > first) {
        last = now;
        double rate = (offset - first) / ((now - start) / SECOND);
        LOG.info(
            "replayed the journal up to offset {} of {}: {} %, {} a second, {} s to go",
            offset, end, 100 * offset / end, Math.round(rate), Math.round((end - offset) / rate));
      }
    }
  }
}

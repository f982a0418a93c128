package io.zeroflow.runtime.follow;

import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.supervise.Observation;
import io.zeroflow.runtime.supervise.Supervisor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;

/** A scoreboard that is told of records and rounds as a follower tells it. */
final class Told {

  static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  private static final Predictor NOTHING =
      new Predictor() {
        @Override
        public List<String> labels() {
          return List.of();
        }

        @Override
        public float[][] scores(List<Encoded> encoded, Batch batch) {
          return new float[0][];
        }
      };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Metrics metrics = new Metrics(registry);
  private final TestInbox<Supervisor.Command> supervisor = TestInbox.create();
  private final BehaviorTestKit<Scoreboard.Command> scoreboard =
      BehaviorTestKit.create(
          Scoreboard.create(metrics, supervisor.getRef(), Clock.fixed(NOW, ZoneOffset.UTC)));
  private long sequence = -1;
  private @Nullable String running;
  private @Nullable String latest;

  Metrics metrics() {
    return metrics;
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /** The follower has applied a record and come to that step. */
  void recorded(long step, Change change) {
    sequence++;
    if (change instanceof Change.TaskStarted started) {
      running = started.task();
      latest = running;
    } else if (change instanceof Change.TaskEnded ended && ended.task().equals(running)) {
      running = null;
    }
    JournalRecord record = new JournalRecord(1, sequence, NOW, List.of(), change);
    scoreboard.run(new Scoreboard.Recorded(record, step, running));
  }

  void started(long step, String task) {
    recorded(step, new Change.TaskStarted(task));
  }

  void ended(long step, String task) {
    recorded(step, new Change.TaskEnded(task, List.of()));
  }

  /** A round on the model as of the last record. */
  void measured(long step, @Nullable String ended, Measurement... measurements) {
    measured(model(step, ended), measurements);
  }

  void measured(ModelVersion model, Measurement... measurements) {
    scoreboard.run(new Scoreboard.Measured(new Round(model, List.of(measurements))));
  }

  /** The model as of the last record, to be measured later. */
  ModelVersion model(long step, @Nullable String ended) {
    return model(step, ended, null);
  }

  /** The same with a fork beside it. */
  ModelVersion forked(long step) {
    return model(step, null, NOTHING);
  }

  private ModelVersion model(long step, @Nullable String ended, @Nullable Predictor fork) {
    return new ModelVersion(
        sequence,
        step,
        running,
        ended,
        latest,
        2 * step,
        NOTHING,
        fork,
        new NearestMean(List.of()),
        SpanContext.getInvalid());
  }

  /** Of ten held-out samples, so many right by the model, its fork and the control. */
  static Measurement m(String task, int right, int fork, int control) {
    return new Measurement(task, right, fork, control, 0, 0, 10, 10);
  }

  static Measurement m(String task, int right) {
    return m(task, right, right, right);
  }

  /** What the supervisor was told, but for the records. */
  List<Observation> observations() {
    return supervisor.getAllReceived().stream()
        .filter(Supervisor.Scored.class::isInstance)
        .map(told -> ((Supervisor.Scored) told).seen())
        .toList();
  }

  Board board() {
    TestInbox<Board> asker = TestInbox.create();
    scoreboard.run(new Scoreboard.GetBoard(asker.getRef()));
    return asker.receiveMessage();
  }
}

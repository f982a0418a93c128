package io.zeroflow.runtime.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.optim.strategy.StrategyCatalog;
import io.zeroflow.optim.strategy.StrategyKind;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Metrics of one Zeroflow process, in Prometheus conventions: base units, counters 0 before first
 * use, what is measured absent before it was.
 */
public final class Metrics {

  /** Why a step is rejected whose loss is far above those before it. */
  public static final String EXPLODING_LOSS = "exploding-loss";

  public final Counter steps;
  public final Counter rejectedSteps;
  public final Counter samples;
  public final Counter forwardPasses;
  public final Counter deadLetters;
  public final Counter swaps;
  public final Counter decisions;
  public final Counter journalBytes;
  public final Counter snapshots;
  public final Reading snapshotStep;
  public final Reading loss;
  public final Gauge step;
  public final Gauge paused;
  public final Reading consumerLag;
  public final Gauge waitingSamples;
  public final FollowerLag followerLag;
  public final Reading averageAccuracy;
  public final Reading lastAccuracy;
  public final Reading forgetting;
  public final Reading forgettingSinceLearned;
  public final Reading backwardTransfer;
  public final TaskReadings taskAccuracy;
  public final TaskReadings taskForgetting;
  public final Reading controlAverageAccuracy;
  public final Reading controlLastAccuracy;
  public final TaskReadings controlTaskAccuracy;
  public final Reading prequentialAccuracy;
  public final Counter evaluationFailures;
  public final Reading evaluationTimestamp;
  public final Histogram stepDuration;
  public final Histogram evaluationDuration;
  public final StateSet strategy;

  /** Declares everything in {@code registry}. */
  public Metrics(PrometheusRegistry registry) {
    steps = counter(registry, "steps", "Steps that moved the weights.");
    rejectedSteps =
        counter(registry, "steps_rejected", "Steps that were measured and not applied.", "reason");
    samples = counter(registry, "samples", "Samples consumed by the learner, one count a pass.");
    forwardPasses = counter(registry, "forward_passes", "Forward passes of the optimizer.");
    deadLetters = counter(registry, "dead_letters", "Records set aside as dead letters.", "reason");
    swaps = counter(registry, "strategy_swaps", "Strategy swaps.", "from", "to", "cause");
    decisions =
        counter(
            registry, "decisions", "Decisions about how the model learns.", "decision", "cause");
    journalBytes = counter(registry, "journal_bytes", "Bytes written to the journal.", "kind");
    snapshots = counter(registry, "snapshots", "Snapshots of the model, by result.", "result");
    snapshotStep = reading(registry, "snapshot_step", "Step of the last snapshot.");
    loss = reading(registry, "loss", "Loss of the last step.");
    step = gauge(registry, "step", "Number of the last step: the model's version.");
    paused = gauge(registry, "paused", "Whether learning is paused: 1 if it is, else 0.");
    consumerLag =
        reading(
            registry,
            "consumer_lag_records",
            "Records that could be learned now: not read yet, or read and in a batch.");
    waitingSamples =
        gauge(registry, "waiting_samples", "Samples that were read and wait for a full batch.");
    followerLag = new FollowerLag(step::get, Clock.systemUTC());
    followerLag.register(registry);
    averageAccuracy =
        reading(
            registry,
            "average_accuracy_ratio",
            "Avg: mean over ended tasks of the accuracy on all classes seen by then.");
    lastAccuracy =
        reading(registry, "last_accuracy_ratio", "Last: accuracy on all classes seen so far.");
    forgetting =
        reading(
            registry,
            "forgetting_ratio",
            "Fgt: mean over past tasks of best accuracy so far minus accuracy now.");
    forgettingSinceLearned =
        reading(
            registry,
            "forgetting_since_learned_ratio",
            "Mean over past tasks of accuracy right after the task minus accuracy now.");
    backwardTransfer =
        reading(
            registry,
            "backward_transfer_ratio",
            "BWT: mean over past tasks of accuracy now minus accuracy right after the task.");
    taskAccuracy =
        readings(registry, "task_accuracy_ratio", "Accuracy on a task's held-out samples.");
    taskForgetting =
        readings(
            registry,
            "task_forgetting_ratio",
            "Best accuracy so far minus accuracy now, of a past task.");
    controlAverageAccuracy =
        reading(registry, "control_average_accuracy_ratio", "Avg of the frozen control.");
    controlLastAccuracy =
        reading(registry, "control_last_accuracy_ratio", "Last of the frozen control.");
    controlTaskAccuracy =
        readings(registry, "control_task_accuracy_ratio", "Task accuracy of the frozen control.");
    prequentialAccuracy =
        reading(
            registry,
            "prequential_accuracy_ratio",
            "Accuracy on batches before they are learned, exponentially averaged.");
    evaluationFailures =
        counter(registry, "evaluation_failures", "Tasks that could not be measured on a model.");
    evaluationTimestamp =
        reading(registry, "evaluation_timestamp_seconds", "When a model was last measured.");
    stepDuration = histogram(registry, "step_duration", "Time of a step, encoding included.");
    evaluationDuration =
        histogram(registry, "evaluation_duration", "Time to measure one task on one model.");
    strategy =
        StateSet.builder()
            .name("zeroflow_strategy")
            .help("The active strategy.")
            .states(StrategyCatalog.kinds().stream().map(StrategyKind::name).toArray(String[]::new))
            .register(registry);
    for (BadSampleException.Reason reason : BadSampleException.Reason.values()) {
      deadLetters.initLabelValues(reason.label());
    }
    rejectedSteps.initLabelValues("non-finite-loss");
    rejectedSteps.initLabelValues(EXPLODING_LOSS);
    snapshots.initLabelValues("written");
    snapshots.initLabelValues("failed");
  }

  /** Reports memory by area, asked for at every scrape. */
  public static void memory(PrometheusRegistry registry, Map<String, LongSupplier> areas) {
    GaugeWithCallback.builder()
        .name("zeroflow_memory_bytes")
        .help("Memory by area.")
        .labelNames("area")
        .callback(callback -> areas.forEach((area, size) -> callback.call(size.getAsLong(), area)))
        .register(registry);
  }

  /** Marks a strategy as the active one. */
  public void activate(String name) {
    StrategyCatalog.kinds().forEach(kind -> strategy.setFalse(kind.name()));
    strategy.setTrue(name);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("zeroflow_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private static Gauge gauge(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Gauge.builder()
        .name("zeroflow_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private static Reading reading(PrometheusRegistry registry, String name, String help) {
    return new Reading(registry, "zeroflow_" + name, help);
  }

  private static TaskReadings readings(PrometheusRegistry registry, String name, String help) {
    return new TaskReadings(registry, "zeroflow_" + name, help);
  }

  private static Histogram histogram(PrometheusRegistry registry, String name, String help) {
    return Histogram.builder()
        .name("zeroflow_" + name)
        .unit(Unit.SECONDS)
        .help(help)
        .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
        .register(registry);
  }
}

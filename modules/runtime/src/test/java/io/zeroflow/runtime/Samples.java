package io.zeroflow.runtime;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import java.util.ArrayList;
import java.util.List;

/** What a scrape at one moment would have shown. */
final class Samples {

  private final MetricSnapshots snapshots;

  Samples(PrometheusRegistry registry) {
    this.snapshots = registry.scrape();
  }

  /**
   * Value of a counter or gauge.
   *
   * @param labels names and values in turn
   */
  double value(String name, String... labels) {
    for (DataPointSnapshot point : metric(name).getDataPoints()) {
      if (point.getLabels().equals(Labels.of(labels))) {
        return switch (point) {
          case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getValue();
          case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getValue();
          default -> throw new AssertionError(name + " is neither a counter nor a gauge");
        };
      }
    }
    throw new AssertionError(name + " has no series " + List.of(labels));
  }

  /** States of a state set that are on. */
  List<String> active(String name) {
    List<String> active = new ArrayList<>();
    for (DataPointSnapshot point : metric(name).getDataPoints()) {
      ((StateSetSnapshot.StateSetDataPointSnapshot) point)
          .forEach(
              state -> {
                if (state.isTrue()) {
                  active.add(state.getName());
                }
              });
    }
    return active;
  }

  private MetricSnapshot metric(String name) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not exposed"));
  }
}

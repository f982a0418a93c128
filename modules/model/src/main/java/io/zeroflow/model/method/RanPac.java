package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * RanPAC with its first phase (McDonnell et al., NeurIPS 2023): adapters are trained on the first
 * task and then frozen, as in {@link Aper}, and the exact head of {@link Analytic} is fitted to
 * their features instead of class means. With a forward-only strategy no part of it knows a
 * gradient. Every class counts with at most {@code samplesPerClass} features, however often its
 * samples come: ridge regression to one-hot labels favours classes that come more often.
 */
public final class RanPac implements ContinualMethod {

  private final Network network;
  private final MethodOptions options;
  private final FineTune firstTask;
  private final TaskSample sample;

  public RanPac(Network network, MethodOptions options) {
    this.network = network;
    this.options = options;
    this.firstTask = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
  }

  @Override
  public String name() {
    return "ranpac(projections=%d, ridge=%s, samples-per-class=%d)"
        .formatted(options.projections(), options.ridge(), options.samplesPerClass());
  }

  @Override
  public AnalyticState newState() {
    return new AnalyticState(options.projections());
  }

  private static AnalyticState state(Replica replica) {
    return (AnalyticState) replica.method();
  }

  @Override
  public void observe(Replica replica, Samples samples) {
    if (state(replica).isEmpty()) {
      sample.add(samples, replica.model().seed());
    }
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    observe(replica, samples);
    AnalyticState state = state(replica);
    if (state.isEmpty()) {
      return firstTask.lesson(replica, samples);
    }
    Map<String, Integer> taken = new HashMap<>();
    List<HeadRow> rows = new ArrayList<>();
    float[][] features = network.features(replica.theta(), samples.batch());
    for (int i = 0; i < features.length; i++) {
      String label = samples.labels().get(i);
      if (state.count(label) + taken.getOrDefault(label, 0) < options.samplesPerClass()) {
        taken.merge(label, 1, Integer::sum);
        rows.add(new HeadRow(label, 1, features[i]));
      }
    }
    return new Lesson.Write(new Change.Prototypes(AnalyticState.SPACE, rows));
  }

  /**
   * A class none of whose samples were at hand when the first task ended, as after a crash, is
   * known by its head row instead.
   */
  @Override
  public List<Change> end(Replica replica) {
    if (!state(replica).isEmpty()) {
      return List.of();
    }
    List<HeadRow> rows = new ArrayList<>();
    Set<String> known = new HashSet<>();
    sample.features(
        network,
        replica.theta(),
        (label, feature) -> {
          known.add(label);
          rows.add(new HeadRow(label, 1, feature));
        });
    sample.clear();
    for (String label : replica.labels()) {
      float[] row = replica.headRow(label);
      if (row != null && !known.contains(label)) {
        rows.add(new HeadRow(label, 1, row));
      }
    }
    return List.of(new Change.Prototypes(AnalyticState.SPACE, rows));
  }

  @Override
  public Predictor predictor(Replica replica) {
    AnalyticState state = state(replica);
    if (state.isEmpty()) {
      return HeadPredictor.of(network, replica);
    }
    return new OnAdapters(
        network,
        replica.theta().copy(),
        new Regression(state.projection(replica), state.solution(options.ridge())));
  }

  private record OnAdapters(Network network, Theta theta, Regression head) implements Predictor {

    @Override
    public List<String> labels() {
      return head.labels();
    }

    @Override
    public float[][] scores(List<Encoded> encoded, Batch batch) {
      float[][] features = network.features(theta, batch);
      float[][] scores = new float[features.length][];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = head.scores(features[i]);
      }
      return scores;
    }
  }
}

package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.List;

/**
 * APER with adapters (Zhou et al., "Revisiting class-incremental learning with pre-trained models",
 * IJCV 2024; first called ADAM): adapters are trained on the first task and then frozen. Every
 * class is represented by its mean of the pretrained and the adapted feature, one behind the other.
 * The optimizer matters in the first task alone.
 */
public final class Aper implements ContinualMethod {

  private final Network network;
  private final FineTune firstTask;
  private final TaskSample sample;

  public Aper(Network network, MethodOptions options) {
    this.network = network;
    this.firstTask = new FineTune(network, options.warmUpSamples());
    this.sample = new TaskSample(options.samplesPerClass());
  }

  @Override
  public String name() {
    return "aper";
  }

  @Override
  public AperState newState() {
    return new AperState();
  }

  private static AperState state(Replica replica) {
    return (AperState) replica.method();
  }

  @Override
  public void observe(Replica replica, Samples samples) {
    if (!state(replica).adapted()) {
      sample.add(samples, replica.model().seed());
    }
  }

  @Override
  public Lesson lesson(Replica replica, Samples samples) {
    observe(replica, samples);
    AperState state = state(replica);
    if (!state.adapted()) {
      return firstTask.lesson(replica, samples);
    }
    MeanAccumulator means = new MeanAccumulator();
    for (String label : samples.labels()) {
      HeadRow known = state.prototype(label);
      if (known != null) {
        means.seed(known);
      }
    }
    add(means, replica.theta(), samples);
    return new Lesson.Write(new Change.Prototypes(AperState.SPACE, means.means()));
  }

  @Override
  public List<Change> end(Replica replica) {
    if (state(replica).adapted()) {
      return List.of();
    }
    MeanAccumulator means = new MeanAccumulator();
    sample.batches(network, samples -> add(means, replica.theta(), samples));
    sample.clear();
    return List.of(new Change.Prototypes(AperState.SPACE, means.means()));
  }

  private void add(MeanAccumulator means, Theta theta, Samples samples) {
    float[][] features = both(theta, samples.encoded(), samples.batch());
    for (int i = 0; i < features.length; i++) {
      means.add(samples.labels().get(i), features[i]);
    }
  }

  private float[][] both(Theta theta, List<Encoded> encoded, Batch batch) {
    float[][] features = network.features(theta, batch);
    for (int i = 0; i < features.length; i++) {
      features[i] = Features.concatenated(encoded.get(i).pooled(), features[i]);
    }
    return features;
  }

  @Override
  public Predictor predictor(Replica replica) {
    AperState state = state(replica);
    if (!state.adapted()) {
      return HeadPredictor.of(network, replica);
    }
    return new Prototypes(
        replica.theta().copy(),
        state.prototypes().stream().map(HeadRow::label).toList(),
        state.prototypes().stream().map(row -> Features.normalised(row.values())).toList());
  }

  private final class Prototypes implements Predictor {
    private final Theta theta;
    private final List<String> labels;
    private final List<float[]> directions;

    Prototypes(Theta theta, List<String> labels, List<float[]> directions) {
      this.theta = theta;
      this.labels = labels;
      this.directions = directions;
    }

    @Override
    public List<String> labels() {
      return labels;
    }

    @Override
    public float[][] scores(List<Encoded> encoded, Batch batch) {
      float[][] features = both(theta, encoded, batch);
      float[][] scores = new float[features.length][directions.size()];
      for (int i = 0; i < features.length; i++) {
        for (int k = 0; k < scores[i].length; k++) {
          scores[i][k] = (float) Features.dot(features[i], directions.get(k));
        }
      }
      return scores;
    }
  }
}

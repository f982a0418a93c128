package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.List;

/**
 * SimpleCIL (Zhou et al., "Revisiting class-incremental learning with pre-trained models", 2023):
 * head rows are class means of features, nothing is trained. The frozen control as a method.
 */
public final class SimpleCil implements ContinualMethod {

  private final Network network;

  public SimpleCil(Network network) {
    this.network = network;
  }

  @Override
  public String name() {
    return "simple-cil";
  }

  @Override
  public Lesson lesson(Head head, Theta theta, Batch batch, List<String> labels) {
    float[][] features = network.features(theta, batch);
    MeanAccumulator means = new MeanAccumulator();
    for (int i = 0; i < features.length; i++) {
      FineTune.addTo(means, head, labels.get(i), features[i]);
    }
    return new Lesson.Rows(means.means());
  }
}

package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;

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
  public Lesson lesson(Replica replica, Samples samples) {
    return new Lesson.Write(HeadRows.with(network, replica, samples, label -> true));
  }

  @Override
  public Predictor predictor(Replica replica) {
    return HeadPredictor.of(network, replica);
  }
}

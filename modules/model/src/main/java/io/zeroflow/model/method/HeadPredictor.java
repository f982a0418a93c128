package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.optim.Theta;
import java.util.List;

/** The cosine head over all its rows. */
record HeadPredictor(Network network, Theta theta, List<String> labels) implements Predictor {

  static HeadPredictor of(Network network, Replica replica) {
    return new HeadPredictor(network, replica.theta().copy(), replica.labels());
  }

  @Override
  public float[][] scores(List<Encoded> encoded, Batch batch) {
    return labels.isEmpty() ? new float[batch.size()][0] : network.logits(theta, batch);
  }
}

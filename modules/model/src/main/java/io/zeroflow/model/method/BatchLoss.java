package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Theta;

/** Mean cross-entropy of a batch as a function of θ. */
@SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
record BatchLoss(Network network, Batch batch, int[] rows) implements DifferentiableObjective {

  @Override
  public double loss(Theta theta) {
    return network.loss(theta, batch, rows);
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    return network.slope(theta, direction, batch, rows);
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    return network.gradient(theta, batch, rows, gradient);
  }
}

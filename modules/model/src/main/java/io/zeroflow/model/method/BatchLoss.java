package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Theta;
import java.util.List;

/** Mean loss of a batch as a function of θ. */
public record BatchLoss(Network network, Batch batch, Target target)
    implements DifferentiableObjective {

  @Override
  public double loss(Theta theta) {
    return network.loss(theta, batch, target);
  }

  @Override
  public double[] losses(List<Candidate> candidates, Theta work) {
    return network.losses(candidates, work, batch, target);
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    return network.slope(theta, direction, batch, target);
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    return network.gradient(theta, batch, target, gradient);
  }
}

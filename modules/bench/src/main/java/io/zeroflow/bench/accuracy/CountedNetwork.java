package io.zeroflow.bench.accuracy;

import io.zeroflow.model.Batch;
import io.zeroflow.model.ForwardOnlyNetwork;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A network that counts what it is asked for, in forward passes over a batch: a loss, logits or
 * features are one, a Jacobian-vector product two (a tangent goes along with every activation), a
 * gradient three (a backward pass is about two forward passes of arithmetic). The frozen part, run
 * once a sample, is not counted.
 *
 * <p>Derivatives that the network does not have end in a {@link GradientsNeededException}.
 */
final class CountedNetwork extends ForwardOnlyNetwork {

  static final int SLOPE = 2;
  static final int GRADIENT = 3;

  private final LongConsumer forwards;

  /**
   * Counts.
   *
   * @param forwards told how many forward passes each request costs
   */
  CountedNetwork(Network network, LongConsumer forwards) {
    super(network);
    this.forwards = forwards;
  }

  @Override
  public double loss(Theta theta, Batch batch, Target target) {
    forwards.accept(1);
    return super.loss(theta, batch, target);
  }

  @Override
  public double[] losses(List<Candidate> candidates, Theta work, Batch batch, Target target) {
    forwards.accept(candidates.size());
    return super.losses(candidates, work, batch, target);
  }

  @Override
  public boolean differentiable() {
    return network.differentiable();
  }

  @Override
  public double gradient(Theta theta, Batch batch, Target target, Theta gradient) {
    return derivative(GRADIENT, () -> network.gradient(theta, batch, target, gradient));
  }

  @Override
  public Slope slope(Theta theta, Theta direction, Batch batch, Target target) {
    return derivative(SLOPE, () -> network.slope(theta, direction, batch, target));
  }

  private <T> T derivative(int cost, Supplier<T> request) {
    try {
      T answer = request.get();
      forwards.accept(cost);
      return answer;
    } catch (UnsupportedOperationException e) { // a network that is a black box
      throw new GradientsNeededException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public float[][] logits(Theta theta, Batch batch) {
    forwards.accept(1);
    return super.logits(theta, batch);
  }

  @Override
  public float[][] features(Theta theta, Batch batch) {
    forwards.accept(1);
    return super.features(theta, batch);
  }

  /** Leaves the network, which has other users, open. */
  @Override
  public void close() {}
}

package io.zeroflow.optim;

/**
 * A loss that the engine can also differentiate: what the backprop baselines and forward-mode
 * gradients need. A black-box network has none of this and is an {@link Objective} only.
 */
public interface DifferentiableObjective extends Objective {

  /**
   * Loss at θ and its derivative along a direction, exact to rounding: one forward-mode pass (a
   * Jacobian-vector product; Baydin et al. 2022).
   *
   * @param direction v, shaped like θ; both are read, never changed
   */
  Slope slope(Theta theta, Theta direction);

  /**
   * Loss at θ and its gradient: one forward and one backward pass.
   *
   * @param gradient takes the slices of θ and ∇L(θ) as its values
   * @return the loss
   */
  double gradient(Theta theta, Theta gradient);

  /**
   * A loss and its rate of change.
   *
   * @param loss L(θ)
   * @param derivative ∇L(θ) · v
   */
  record Slope(double loss, double derivative) {}
}

package io.zeroflow.optim;

import java.util.List;

/** The loss of one batch as a function of θ: one call, one forward pass. Thread-confined. */
@FunctionalInterface
public interface Objective {

  /**
   * Mean loss of the batch at θ. A non-finite result is allowed: the step is then rejected.
   *
   * @param theta read, never changed
   */
  double loss(Theta theta);

  /**
   * Losses of several candidates on the same batch, in their order. A network that can share work
   * among candidates, or batch them, overrides this; the losses must be those of one by one, but
   * for rounding.
   *
   * @param work scratch θ that candidates are written into
   */
  default double[] losses(List<Candidate> candidates, Theta work) {
    double[] losses = new double[candidates.size()];
    for (int i = 0; i < losses.length; i++) {
      candidates.get(i).writeTo(work);
      losses[i] = loss(work);
    }
    return losses;
  }
}

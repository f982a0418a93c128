package io.zeroflow.model.method;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Theta;

/** ½ Σ w_s ‖θ_s − θ*_s‖² over the parts s that θ* has: how far θ went from where it was good. */
record AnchorPenalty(Theta anchor, Importance importance) implements DifferentiableObjective {

  /** Called with the distance of each coordinate from the anchor and its weight. */
  private interface Coordinate {
    void at(int index, double distance, double weight);
  }

  private void each(Theta theta, Coordinate coordinate) {
    for (Part part : Part.of(anchor)) {
      double weight = importance.of(part);
      for (int i = part.from(); weight != 0 && i < part.to(); i++) {
        coordinate.at(i, (double) theta.get(i) - anchor.get(i), weight);
      }
    }
  }

  @Override
  public double loss(Theta theta) {
    double[] sum = new double[1];
    each(theta, (i, distance, weight) -> sum[0] += weight * distance * distance / 2);
    return sum[0];
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    double[] derivative = new double[1];
    each(theta, (i, distance, weight) -> derivative[0] += weight * distance * direction.get(i));
    return new Slope(loss(theta), derivative[0]);
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    gradient.shapeLike(theta);
    gradient.write(0, new float[theta.size()], theta.size());
    each(theta, (i, distance, weight) -> gradient.set(i, (float) (weight * distance)));
    return loss(theta);
  }
}

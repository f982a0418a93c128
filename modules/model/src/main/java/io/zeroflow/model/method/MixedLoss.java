package io.zeroflow.model.method;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Theta;
import java.util.List;

/** A weighted sum of losses. */
record MixedLoss(List<Term> terms) implements DifferentiableObjective {

  /** A loss and its weight. */
  record Term(double weight, DifferentiableObjective loss) {}

  MixedLoss {
    terms = List.copyOf(terms);
  }

  @Override
  public double loss(Theta theta) {
    double sum = 0;
    for (Term term : terms) {
      sum += term.weight() * term.loss().loss(theta);
    }
    return sum;
  }

  @Override
  public double[] losses(List<Candidate> candidates, Theta work) {
    double[] sums = new double[candidates.size()];
    for (Term term : terms) {
      double[] losses = term.loss().losses(candidates, work);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += term.weight() * losses[i];
      }
    }
    return sums;
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    double loss = 0;
    double derivative = 0;
    for (Term term : terms) {
      Slope slope = term.loss().slope(theta, direction);
      loss += term.weight() * slope.loss();
      derivative += term.weight() * slope.derivative();
    }
    return new Slope(loss, derivative);
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    double loss = 0;
    float[] sum = new float[theta.size()];
    float[] own = new float[theta.size()];
    for (Term term : terms) {
      loss += term.weight() * term.loss().gradient(theta, gradient);
      gradient.read(0, own, own.length);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) (term.weight() * own[i]);
      }
    }
    gradient.shapeLike(theta);
    gradient.write(0, sum, sum.length);
    return loss;
  }
}

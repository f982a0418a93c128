package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.estimate.TwoPoint;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.rule.UpdateRule;
import org.jspecify.annotations.Nullable;

/** A two-point estimate that moves θ by an update rule. */
final class ZerothOrder implements Optimizer {

  static final Option EPS = Option.positive("eps", 1e-3, "smoothing radius ε of the probe");
  static final Option Q = Option.count("q", 1, 1025, "queries, two forward passes each");

  private final TwoPoint estimator;
  private final UpdateRule rule;
  private final Theta theta;
  private final Theta work;

  private ZerothOrder(TwoPoint estimator, UpdateRule rule, Theta theta) {
    this.estimator = estimator;
    this.rule = rule;
    this.theta = theta;
    this.work = Theta.allocate(theta.capacity());
  }

  static Optimizer create(
      Options options, UpdateRule rule, Theta theta, @Nullable Optimizer previous) {
    if (previous instanceof ZerothOrder zerothOrder) {
      rule.adopt(zerothOrder.rule);
    }
    // Scratch arrays live in the noise, so each optimizer has its own.
    TwoPoint estimator = new TwoPoint(options.real(EPS), options.whole(Q), new GaussianNoise());
    return new ZerothOrder(estimator, rule, theta);
  }

  @Override
  public StepRecord measure(Objective objective, StepContext context) {
    return estimator.measure(theta, work, objective, context);
  }

  @Override
  public void apply(StepRecord record) {
    if (record.rejected() == null) {
      rule.apply(theta, estimator.gradient(record));
    }
  }

  @Override
  public Theta theta() {
    return theta;
  }

  @Override
  public Optimizer fork() {
    TwoPoint independent = new TwoPoint(estimator.eps(), estimator.queries(), new GaussianNoise());
    return new ZerothOrder(independent, rule.fork(), theta.copy());
  }
}

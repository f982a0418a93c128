package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.enhance.Update;
import io.zeroflow.optim.estimate.Estimate;
import io.zeroflow.optim.estimate.Estimator;
import io.zeroflow.optim.rule.Schedule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An estimator that feeds an update.
 *
 * <p>Conserve (the ZeroFlow paper's Eq. 7) measures a step, then the losses of θ, of θ moved by the
 * estimate and of θ moved by its opposite, and records what was best. The state is committed once,
 * by {@link #apply}, with the gradient that was taken; a step that is held moves no state either.
 */
final class ComposedOptimizer implements Optimizer {

  private final Strategy strategy;
  private final Estimator estimator;
  private final Update update;
  private final Schedule lr;
  private final boolean conserve;
  private final Theta theta;
  private final Theta work;

  private ComposedOptimizer(
      Strategy strategy,
      Estimator estimator,
      Update update,
      Schedule lr,
      boolean conserve,
      Theta theta) {
    this.strategy = strategy;
    this.estimator = estimator;
    this.update = update;
    this.lr = lr;
    this.conserve = conserve;
    this.theta = theta;
    this.work = Theta.allocate(theta.capacity());
  }

  static ComposedOptimizer create(
      Strategy strategy,
      Estimator estimator,
      Update update,
      Schedule lr,
      boolean conserve,
      Theta theta,
      @Nullable Optimizer previous) {
    ComposedOptimizer state = Hybrid.stateOf(previous);
    if (state != null) {
      update.adopt(state.update);
    }
    return new ComposedOptimizer(strategy, estimator, update, lr, conserve, theta);
  }

  @Override
  public StepRecord measure(Objective objective, StepContext context) {
    if (theta.size() == 0) {
      return StepRecord.rejected(context, 0, "no-parameters");
    }
    StepRecord step = estimator.measure(theta, work, objective, context);
    return conserve && !step.still() ? best(step, objective) : step;
  }

  private StepRecord best(StepRecord forth, Objective objective) {
    StepRecord back = reversed(forth);
    double here = objective.loss(theta);
    double there = lossAfter(forth, objective);
    double opposite = lossAfter(back, objective);
    int forwards = forth.forwards() + 3;
    if (!Float.isFinite((float) here)) {
      return StepRecord.rejected(forth.context(), forwards, "non-finite-loss");
    }
    if (there < here && there <= opposite) {
      return StepRecord.sparse(forth.context(), forth.scalars(), (float) here, forwards);
    }
    if (opposite < here) {
      return StepRecord.sparse(back.context(), back.scalars(), (float) here, forwards);
    }
    return StepRecord.held(forth.context(), (float) here, forwards);
  }

  private static StepRecord reversed(StepRecord step) {
    return StepRecord.sparse(
        step.context(),
        step.scalars().stream().map(scalar -> -scalar).toList(),
        step.loss(),
        step.forwards());
  }

  /** A candidate whose loss is not finite is worse than any other: −∞ is no success either. */
  private double lossAfter(StepRecord step, Objective objective) {
    update.preview(
        theta, work, estimator.estimate(step, theta.size()), lr.at(step.age(), theta.size()));
    double loss = objective.loss(work);
    return Float.isFinite((float) loss) ? loss : Double.POSITIVE_INFINITY;
  }

  @Override
  public void apply(StepRecord record) {
    if (!record.still()) {
      update.apply(
          theta, estimator.estimate(record, theta.size()), lr.at(record.age(), theta.size()));
    }
  }

  @Override
  public boolean estimate(StepRecord record, Theta direction) {
    if (record.still()) {
      return false;
    }
    int d = theta.size();
    Estimate estimate = estimator.estimate(record, d);
    float[] g = new float[Noise.BLOCK];
    for (int block = 0, from = 0; from < d; block++, from += Noise.BLOCK) {
      estimate.block(block, g);
      direction.write(from, g, Math.min(Noise.BLOCK, d - from));
    }
    return true;
  }

  /** Whose optimizer this is. */
  Strategy strategy() {
    return strategy;
  }

  @Override
  public Theta theta() {
    return theta;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    update.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    update.load(in);
  }

  @Override
  public ComposedOptimizer fork() {
    return new ComposedOptimizer(
        strategy, estimator.fork(), update.fork(), lr, conserve, theta.copy());
  }
}

package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.noise.Mask;
import io.zeroflow.optim.noise.SparseNoise;
import io.zeroflow.optim.random.Seeds;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The directions that a step probes: draws of a distribution, on all coordinates or on those of a
 * mask. The mask is drawn anew each step or once a task, from seeds that every record carries.
 *
 * <p>An estimate without bias for the gradient g has, under a mask a step, the expectation (1 − s)
 * g: each coordinate takes part in that share of the steps. Under a mask a task it is g where the
 * mask keeps and zero elsewhere, for the whole task.
 */
public final class Directions {

  private static final long MASK = -1; // a child of its own, apart from the queries'

  private final Supplier<Noise> distribution;
  private final Noise noise;
  private final float sparsity;
  private final boolean maskPerTask;
  private @Nullable Mask mask;
  private @Nullable Noise sparse;

  /**
   * @param distribution makes a source of z, once for each fork
   * @param sparsity share of the coordinates that a step leaves alone, in [0, 1)
   * @param maskPerTask whether a task keeps its mask, as in the published code
   */
  public Directions(Supplier<Noise> distribution, float sparsity, boolean maskPerTask) {
    this.distribution = distribution;
    this.noise = distribution.get();
    this.sparsity = sparsity;
    this.maskPerTask = maskPerTask;
  }

  Directions fork() {
    return new Directions(distribution, sparsity, maskPerTask);
  }

  /** Seed of the i-th direction of a step. */
  static long seed(StepContext context, int i) {
    return Seeds.child(context.seed(), i);
  }

  /** Source of the directions of a step, for a θ of d coordinates. */
  Noise of(StepContext context, int d) {
    if (sparsity == 0) {
      return noise;
    }
    long seed = Seeds.child(maskPerTask ? taskSeed(context) : context.seed(), MASK);
    if (sparse == null || mask == null || !mask.isOf(seed, d)) {
      mask = Mask.draw(seed, d, sparsity);
      sparse = new SparseNoise(noise, mask); // as long as its mask, as it knows what it copied
    }
    return sparse;
  }

  /** The seed that the step before the task began would have: the same for all steps of a task. */
  private static long taskSeed(StepContext context) {
    return Seeds.sibling(context.seed(), context.step(), context.step() - context.age());
  }

  /** The estimate of a record whose scalars weigh directions of this kind. */
  Estimate estimate(StepRecord record, int d) {
    return new WeightedDirections(record, of(record.context(), d));
  }
}

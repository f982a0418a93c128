package io.zeroflow.journal;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Small models and records for tests. */
public final class Records {

  /** Width of a head row. */
  public static final int WIDTH = 6;

  /** Whatever the wall clock says, these records do not. */
  public static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

  private Records() {}

  /** A model whose head can hold {@code labels} rows. */
  public static Change.ModelCreated model(String id, String strategy, int labels) {
    List<SliceSpec> slices =
        List.of(
            new SliceSpec("adapter/down", List.of(10, 7), new Init.Uniform(0.3f)),
            SliceSpec.zeros("adapter/up", 7, 10));
    return new Change.ModelCreated(
        id, 42, "toy(7)", "toy", 140 + labels * WIDTH, WIDTH, slices, Strategy.parse(strategy));
  }

  /** A replica that has applied {@link #model} as epoch 0. */
  public static Replica replica(int labels) {
    Replica replica = new Replica();
    replica.apply(replica.next(0, TIME, List.of(), model("m", "zo-sgd(q=2)", labels)));
    return replica;
  }

  /** A head row with values of its own. */
  public static HeadRow row(String label, long count, Random random) {
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new HeadRow(label, count, values);
  }

  /** A loss that couples all coordinates: ½ Σ (θᵢ − sin i)² + ½ (Σ θᵢ)² / d. */
  public static DifferentiableObjective quadratic() {
    return new Quadratic(1);
  }

  /** A loss that is never a number. */
  public static DifferentiableObjective broken() {
    return new Quadratic(Double.NaN);
  }

  private record Quadratic(double scale) implements DifferentiableObjective {

    @Override
    public double loss(Theta theta) {
      double sum = 0;
      double total = 0;
      for (int i = 0; i < theta.size(); i++) {
        double difference = theta.get(i) - Math.sin(i);
        sum += difference * difference;
        total += theta.get(i);
      }
      return scale * (0.5 * sum + 0.5 * total * total / theta.size());
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      gradient.shapeLike(theta);
      double total = 0;
      for (int i = 0; i < theta.size(); i++) {
        total += theta.get(i);
      }
      for (int i = 0; i < theta.size(); i++) {
        gradient.set(i, (float) (scale * (theta.get(i) - Math.sin(i) + total / theta.size())));
      }
      return loss(theta);
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      Theta gradient = theta.copy();
      double loss = gradient(theta, gradient);
      double slope = 0;
      for (int i = 0; i < theta.size(); i++) {
        slope += (double) gradient.get(i) * direction.get(i);
      }
      return new Slope(loss, slope);
    }
  }
}

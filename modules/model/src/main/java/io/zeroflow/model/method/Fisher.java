package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Online EWC (Schwarz et al. 2018) by forward passes alone. Along normal directions z within a
 * part, E[(∇L · z)²] is the squared norm of the part's gradient; over its n coordinates that is the
 * mean diagonal of the empirical Fisher information, of batches and not of single samples: smaller
 * by up to their size, which the weight of the penalty has to make up for. Derivatives are central
 * differences.
 */
final class Fisher implements Importance {

  /** Share of earlier tasks that stays when one ends. */
  private static final double DECAY = 0.9;

  private static final int DIRECTIONS = 8;
  private static final float EPS = 1e-3f;

  private final Map<String, Double> means = new HashMap<>();

  @Override
  public void apply(Change change, Replica before) {
    if (change instanceof Change.Probed(List<Float> derivatives)) {
      List<Part> parts = Part.of(before.theta());
      int each = derivatives.size() / parts.size();
      for (int s = 0; s < parts.size(); s++) {
        double square = 0;
        for (int k = 0; k < each; k++) {
          double derivative = derivatives.get(s * each + k);
          square += derivative * derivative / each;
        }
        double old = means.getOrDefault(parts.get(s).name(), 0.0);
        means.put(parts.get(s).name(), DECAY * old + square / parts.get(s).length());
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Importance.save(means, out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    Importance.load(means, in);
  }

  @Override
  public double of(Part part) {
    return means.getOrDefault(part.name(), 0.0);
  }

  /** Measures every part on the samples of the task that is ending. */
  static Change probe(Network network, Replica replica, TaskSample sample) {
    Map<Integer, Double> derivatives = new HashMap<>();
    Theta work = replica.theta().copy();
    int[] batch = {0};
    List<Part> parts = Part.of(replica.theta());
    long seed = Seeds.child(replica.model().seed(), Long.MAX_VALUE - replica.step());
    sample.batches(
        network,
        samples -> {
          // Probes are dealt out to the batches in turn.
          int batches = sample.batches();
          Target target = new Target.Rows(HeadRows.numbers(replica, samples.labels()));
          for (int probe = batch[0]; probe < parts.size() * DIRECTIONS; probe += batches) {
            Part part = parts.get(probe / DIRECTIONS);
            derivatives.put(
                probe,
                derivative(
                    replica.theta(),
                    work,
                    part,
                    Seeds.child(seed, probe),
                    theta -> network.loss(theta, samples.batch(), target)));
          }
          batch[0]++;
        });
    List<Float> all = new ArrayList<>();
    for (int probe = 0; probe < parts.size() * DIRECTIONS; probe++) {
      float derivative = derivatives.getOrDefault(probe, 0.0).floatValue();
      all.add(Float.isFinite(derivative) ? derivative : 0f);
    }
    return new Change.Probed(all);
  }

  private static double derivative(
      Theta theta, Theta work, Part part, long seed, ToDoubleFunction<Theta> loss) {
    shift(theta, work, part, seed, EPS);
    double above = loss.applyAsDouble(work);
    shift(theta, work, part, seed, -EPS);
    double below = loss.applyAsDouble(work);
    shift(theta, work, part, seed, 0);
    return (above - below) / (2 * (double) EPS);
  }

  /** Writes θ + scale · z into the part of {@code work}. */
  private static void shift(Theta theta, Theta work, Part part, long seed, float scale) {
    float[] values = new float[part.length()];
    theta.read(part.from(), values, values.length);
    GaussianNoise noise = new GaussianNoise();
    float[] z = new float[Noise.BLOCK];
    for (int from = 0; from < values.length; from += Noise.BLOCK) {
      noise.block(seed, from / Noise.BLOCK, z);
      for (int i = from; i < Math.min(values.length, from + Noise.BLOCK); i++) {
        values[i] = Math.fma(scale, z[i - from], values[i]);
      }
    }
    work.write(part.from(), values, values.length);
  }
}

package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.StepRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Synaptic intelligence (Zenke et al. 2017) from the journal alone: the drop of the loss along a
 * task's path is credited to the parts of θ by their share of each step's squared length, and
 * divided by the squared distance that they went. It costs no forward pass and no byte.
 */
final class PathIntegral implements Importance {

  /** ξ of the paper, a floor under the distance, a coordinate. */
  private static final double DAMPING = 1e-3;

  private final Map<String, Double> weights = new HashMap<>();
  private final Map<String, Double> credits = new HashMap<>();
  private float @Nullable [] start;
  private float @Nullable [] last;
  private double lastLoss;

  @Override
  public void apply(Change change, Replica before) {
    switch (change) {
      case Change.Step(StepRecord record, int _, int _) -> {
        float[] now = values(before);
        if (start == null) {
          start = now;
        }
        if (last != null) {
          credit(before, last, now, lastLoss - record.loss());
        }
        if (record.rejected() == null) {
          last = now;
          lastLoss = record.loss();
        }
      }
      case Change.TaskEnded ended -> {
        if (ended.task().equals(before.task()) && start != null) {
          settle(before, start, values(before));
        }
      }
      // Rows that are written are no step: the path goes on behind them.
      case Change.HeadRows _ -> last = null;
      // Nor is a change of futures.
      case Change.ForkEnded ended -> last = ended.adopted() ? null : last;
      case Change.ModelCreated _,
          Change.TaskStarted _,
          Change.Prototypes _,
          Change.Kept _,
          Change.Probed _,
          Change.StrategyChanged _,
          Change.Forked _,
          Change.ForkStep _,
          Change.PolicyChanged _,
          Change.LearningPaused _,
          Change.EffectMeasured _,
          Change.InputSkipped _,
          Change.OffsetsPassed _,
          Change.Flushed _ -> {}
    }
  }

  private static float[] values(Replica replica) {
    float[] values = new float[replica.theta().size()];
    replica.theta().read(0, values, values.length);
    return values;
  }

  private void credit(Replica replica, float[] from, float[] to, double drop) {
    double whole = square(from, to, 0, from.length);
    if (whole > 0 && Double.isFinite(drop)) {
      for (Part part : Part.of(replica.theta())) {
        double share = square(from, to, part.from(), part.to()) / whole;
        credits.merge(part.name(), share * drop, Double::sum);
      }
    }
  }

  private void settle(Replica replica, float[] from, float[] to) {
    for (Part part : Part.of(replica.theta())) {
      double far = square(from, to, part.from(), part.to()) + DAMPING * part.length();
      double credit = Math.max(0, credits.getOrDefault(part.name(), 0.0));
      weights.merge(part.name(), credit / far, Double::sum);
    }
    credits.clear();
    start = null;
    last = null;
  }

  private static double square(float[] a, float[] b, int from, int to) {
    double sum = 0;
    for (int i = from; i < Math.min(to, a.length); i++) { // rows may have come since
      double difference = (double) b[i] - a[i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Importance.save(weights, out);
    Importance.save(credits, out);
    Persistent.save(start == null ? new float[0] : start, out);
    Persistent.save(last == null ? new float[0] : last, out);
    out.writeDouble(lastLoss);
  }

  @Override
  public void load(DataInput in) throws IOException {
    Importance.load(weights, in);
    Importance.load(credits, in);
    start = nullIfEmpty(Persistent.floats(in));
    last = nullIfEmpty(Persistent.floats(in));
    lastLoss = in.readDouble();
  }

  private static float @Nullable [] nullIfEmpty(float[] values) {
    return values.length == 0 ? null : values;
  }

  @Override
  public double of(Part part) {
    return weights.getOrDefault(part.name(), 0.0);
  }
}

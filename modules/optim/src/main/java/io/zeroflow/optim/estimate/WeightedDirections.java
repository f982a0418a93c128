package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.StepRecord;
import java.util.Arrays;

/** Σ wᵢ zᵢ / q, drawn again from the seeds of a record. */
final class WeightedDirections implements Estimate {

  private final Noise noise;
  private final long[] seeds;
  private final float[] weights;
  private final float[] scratch = new float[Noise.BLOCK];

  WeightedDirections(StepRecord record, Noise noise) {
    int q = record.scalars().size();
    if (q == 0) {
      throw new IllegalArgumentException(
          "step %d weighs no direction: another kind of strategy took it".formatted(record.step()));
    }
    this.noise = noise;
    this.seeds = new long[q];
    this.weights = new float[q];
    for (int i = 0; i < q; i++) {
      seeds[i] = Directions.seed(record.context(), i);
      weights[i] = record.scalars().get(i) / q;
    }
  }

  @Override
  public int directions() {
    return seeds.length;
  }

  @Override
  public float weight(int i) {
    return weights[i];
  }

  @Override
  public void direction(int i, int block, float[] out) {
    noise.block(seeds[i], block, out);
  }

  @Override
  public void block(int block, float[] out) {
    Arrays.fill(out, 0, Noise.BLOCK, 0f);
    for (int i = 0; i < seeds.length; i++) {
      noise.add(seeds[i], block, weights[i], out, scratch);
    }
  }
}

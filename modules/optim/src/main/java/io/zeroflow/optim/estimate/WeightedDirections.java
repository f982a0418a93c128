package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Σ wᵢ zᵢ / q, drawn again from the seeds of a record. */
final class WeightedDirections implements Estimate {

  private static final float[] ZEROS = new float[Noise.BLOCK];

  private final Noise noise;
  private final long[] seeds;
  private final float[] weights;
  private final float[] scratch = new float[Noise.BLOCK];

  /** Off the heap, as θ is: noise is added to one kind of memory. */
  private final FloatBuffer sum =
      ByteBuffer.allocateDirect(Noise.BLOCK * Float.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();

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
    sum.put(0, ZEROS);
    for (int i = 0; i < seeds.length; i++) {
      noise.add(seeds[i], block, 1, weights[i], sum, scratch);
    }
    sum.get(0, out, 0, Noise.BLOCK);
  }

  @Override
  public boolean descend(Theta theta, Theta target, float lr) {
    if (seeds.length > 1) {
      return false; // a sum is rounded before it is multiplied
    }
    noise.perturb(theta, target, seeds[0], weights[0], -lr);
    return true;
  }
}

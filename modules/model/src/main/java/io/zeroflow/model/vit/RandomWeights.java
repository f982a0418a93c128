package io.zeroflow.model.vit;

import io.zeroflow.optim.Init;
import java.util.Arrays;

/** Ones for the scales of normalisations, zeros for biases, uniform of deviation 0.02 otherwise. */
record RandomWeights(long seed) implements ViTWeights {

  private static final Init UNIFORM = new Init.Uniform((float) (0.02 * Math.sqrt(3)));

  @Override
  public float[] tensor(String name, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    if (name.contains("norm") && name.endsWith("weight")) {
      Arrays.fill(values, 1);
    } else if (!name.endsWith("bias")) {
      long own = seed * 31 + name.hashCode();
      for (int i = 0; i < values.length; i++) {
        values[i] = UNIFORM.at(own, i);
      }
    }
    return values;
  }

  @Override
  public void close() {
    // holds nothing
  }
}

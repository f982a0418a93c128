package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomProjectionTest {

  private static final int IN = 300; // more than a block of noise
  private static final int OUT = 40;

  private final RandomProjection projection = new RandomProjection(IN, OUT, 9);

  private static float[] axis(int i, float value) {
    float[] axis = new float[IN];
    axis[i] = value;
    return axis;
  }

  /** W's entries one by one: of each, the axis and its negative show what is not negative. */
  private float[][] weights() {
    float[][] weights = new float[OUT][IN];
    for (int i = 0; i < IN; i++) {
      float[] above = projection.of(axis(i, 1));
      float[] below = projection.of(axis(i, -1));
      for (int row = 0; row < OUT; row++) {
        assertThat(Math.min(above[row], below[row])).isZero();
        weights[row][i] = above[row] - below[row];
      }
    }
    return weights;
  }

  @Test
  void entriesAreIndependentStandardNormals() {
    float[][] weights = weights();
    Set<Float> all = new HashSet<>();
    double sum = 0;
    double square = 0;
    double fourth = 0;
    double neighbours = 0;
    for (float[] row : weights) {
      for (int i = 0; i < IN; i++) {
        double w = row[i];
        all.add(row[i]);
        sum += w;
        square += w * w;
        fourth += w * w * w * w;
        neighbours += w * row[(i + 1) % IN];
      }
    }
    int n = IN * OUT;
    double deviation = 5 / Math.sqrt(n);
    assertThat(all).hasSizeGreaterThan(n - 50); // a few coincide by chance
    assertThat(sum / n).isCloseTo(0, within(deviation));
    assertThat(square / n).isCloseTo(1, within(deviation * Math.sqrt(2)));
    assertThat(fourth / n).isCloseTo(3, within(deviation * Math.sqrt(96)));
    assertThat(neighbours / n).isCloseTo(0, within(deviation));
  }

  @Test
  void aFeatureIsNormalisedProjectedAndCutAtZero() {
    float[][] weights = weights();
    float[] feature = new float[IN];
    double square = 0;
    for (int i = 0; i < IN; i++) {
      feature[i] = (float) Math.sin(i) * 50;
      square += (double) feature[i] * feature[i];
    }
    float[] projected = projection.of(feature);
    int zeros = 0;
    for (int row = 0; row < OUT; row++) {
      double dot = 0;
      for (int i = 0; i < IN; i++) {
        dot += weights[row][i] * feature[i] / Math.sqrt(square);
      }
      assertThat((double) projected[row]).isCloseTo(Math.max(0, dot), within(1e-5));
      zeros += projected[row] == 0 ? 1 : 0;
    }
    assertThat(zeros).isBetween(8, 32);
    assertThat(projection.of(new float[IN])).isEqualTo(new float[OUT]);
  }

  @Test
  void itIsAFunctionOfTheSeedAlone() {
    float[] feature = axis(17, 2);
    assertThat(new RandomProjection(IN, OUT, 9).of(feature)).isEqualTo(projection.of(feature));
    assertThat(new RandomProjection(IN, OUT, 10).of(feature)).isNotEqualTo(projection.of(feature));
  }
}

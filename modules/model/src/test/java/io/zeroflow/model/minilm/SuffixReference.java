package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.BLOCKS;
import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;

import io.zeroflow.model.Encoded;
import io.zeroflow.model.weights.OnnxWeights;
import io.zeroflow.optim.Theta;

/** Adapter, layer norm, pooling, cosine head and cross-entropy for one input, in double. */
final class SuffixReference {

  private static final OnnxWeights FILE = OnnxWeights.resource(MiniLmWeights.RESOURCE);
  private static final String LAST = "encoder.layer." + (BLOCKS - 1) + ".output.LayerNorm.";
  private static final float[] GAIN = FILE.floats(LAST + "weight", WIDTH);
  private static final float[] SHIFT = FILE.floats(LAST + "bias", WIDTH);

  private SuffixReference() {}

  static double loss(MiniLmConfig config, Theta theta, Encoded input, int label) {
    double[] feature = new double[WIDTH];
    for (int t = 0; t < input.tokens(); t++) {
      double[] token = token(config, theta, input, t);
      for (int k = 0; k < WIDTH; k++) {
        feature[k] += token[k] / input.tokens();
      }
    }
    int rows = (theta.size() - config.adaptersEnd()) / WIDTH;
    double[] logits = new double[rows];
    double total = 0;
    for (int row = 0; row < rows; row++) {
      logits[row] =
          config.temperature() * cosine(theta, config.adaptersEnd() + row * WIDTH, feature);
      total += Math.exp(logits[row]);
    }
    return Math.log(total) - logits[label];
  }

  private static double[] token(MiniLmConfig config, Theta theta, Encoded input, int t) {
    int r = config.bottleneck();
    int downBias = r * WIDTH;
    int up = downBias + r;
    int upBias = up + r * WIDTH;
    double[] inner = new double[r];
    for (int j = 0; j < r; j++) {
      inner[j] = theta.get(downBias + j);
      for (int k = 0; k < WIDTH; k++) {
        inner[j] += (double) theta.get(j * WIDTH + k) * input.hidden()[t * WIDTH + k];
      }
      inner[j] = Math.max(0, inner[j]);
    }
    double[] sum = new double[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      double adapted = theta.get(upBias + k);
      for (int j = 0; j < r; j++) {
        adapted += theta.get(up + k * r + j) * inner[j];
      }
      sum[k] = input.base()[t * WIDTH + k] + config.adapterScale() * adapted;
    }
    return normalised(sum);
  }

  private static double[] normalised(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / WIDTH;
    }
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / WIDTH;
    }
    double[] normalised = new double[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      normalised[k] = (values[k] - mean) / Math.sqrt(variance + 1e-12) * GAIN[k] + SHIFT[k];
    }
    return normalised;
  }

  private static double cosine(Theta theta, int offset, double[] feature) {
    double dot = 0;
    double row = 0;
    double own = 0;
    for (int k = 0; k < WIDTH; k++) {
      double value = theta.get(offset + k);
      dot += value * feature[k];
      row += value * value;
      own += feature[k] * feature[k];
    }
    return dot / Math.sqrt(row * own);
  }
}

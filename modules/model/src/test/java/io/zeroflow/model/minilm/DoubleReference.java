package io.zeroflow.model.minilm;

import io.zeroflow.model.Encoded;
import io.zeroflow.optim.Theta;
import java.util.Arrays;
import java.util.List;

/**
 * What MiniLM does above its frozen prefix, once more: one text at a time, plain loops, double
 * precision, straight from the formulas.
 */
final class DoubleReference {

  private static final int WIDTH = 384;
  private static final int HEADS = 12;

  private final int adaptedBlocks;
  private final int rank;
  private final double scale;
  private final double temperature;

  DoubleReference(MiniLmConfig config) {
    this.adaptedBlocks = config.adaptedBlocks();
    this.rank = config.bottleneck();
    this.scale = config.adapterScale();
    this.temperature = config.temperature();
  }

  static double[] values(Theta theta) {
    double[] values = new double[theta.size()];
    Arrays.setAll(values, theta::get);
    return values;
  }

  double loss(double[] theta, List<Encoded> batch, int[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] logits = logits(theta, features(theta, batch.get(i)));
      double max = Arrays.stream(logits).max().orElseThrow();
      double normalizer = Arrays.stream(logits).map(v -> Math.exp(v - max)).sum();
      sum += Math.log(normalizer) + max - logits[labels[i]];
    }
    return sum / labels.length;
  }

  double[] logits(double[] theta, double[] feature) {
    int from = adaptedBlocks * adapterSize();
    double[] logits = new double[(theta.length - from) / WIDTH];
    for (int row = 0; row < logits.length; row++) {
      double[] w = Arrays.copyOfRange(theta, from + row * WIDTH, from + (row + 1) * WIDTH);
      logits[row] =
          temperature * dot(feature, w) / Math.sqrt(dot(feature, feature)) / Math.sqrt(dot(w, w));
    }
    return logits;
  }

  double[] features(double[] theta, Encoded encoded) {
    double[][] x = rows(encoded.hidden());
    double[][] base = rows(encoded.base());
    double[][] h = {};
    for (int k = 0; k < adaptedBlocks; k++) {
      int index = 6 - adaptedBlocks + k;
      String block = "encoder.layer." + index + ".";
      if (k > 0) {
        x = norm(block + "attention.output.LayerNorm", add(h, attention(index, block, h)));
        base = add(x, mlp(index, block, x));
      }
      h = norm(block + "output.LayerNorm", adapt(theta, k * adapterSize(), x, base));
    }
    double[] mean = new double[WIDTH];
    for (double[] token : h) {
      for (int j = 0; j < WIDTH; j++) {
        mean[j] += token[j] / h.length;
      }
    }
    return mean;
  }

  private int adapterSize() {
    return 2 * rank * WIDTH + rank + WIDTH;
  }

  private static double[][] rows(float[] values) {
    double[][] rows = new double[values.length / WIDTH][WIDTH];
    for (int i = 0; i < values.length; i++) {
      rows[i / WIDTH][i % WIDTH] = values[i];
    }
    return rows;
  }

  private double[][] adapt(double[] theta, int at, double[][] x, double[][] base) {
    double[][] out = new double[x.length][WIDTH];
    int up = at + rank * WIDTH + rank;
    for (int t = 0; t < x.length; t++) {
      out[t] = base[t].clone();
      for (int j = 0; j < WIDTH; j++) {
        out[t][j] += scale * theta[up + rank * WIDTH + j];
      }
      for (int r = 0; r < rank; r++) {
        double inner = theta[at + rank * WIDTH + r];
        for (int j = 0; j < WIDTH; j++) {
          inner += theta[at + r * WIDTH + j] * x[t][j];
        }
        for (int j = 0; j < WIDTH; j++) {
          out[t][j] += scale * Math.max(0, inner) * theta[up + j * rank + r];
        }
      }
    }
    return out;
  }

  private static double[][] attention(int index, String block, double[][] h) {
    double[][] q = linear(6 * index, block + "attention.self.query", h, WIDTH);
    double[][] k = linear(6 * index + 1, block + "attention.self.key", h, WIDTH);
    double[][] v = linear(6 * index + 2, block + "attention.self.value", h, WIDTH);
    int size = WIDTH / HEADS;
    double[][] mixed = new double[h.length][WIDTH];
    for (int head = 0; head < WIDTH; head += size) {
      for (int i = 0; i < h.length; i++) {
        double[] weight = new double[h.length];
        double sum = 0;
        for (int j = 0; j < h.length; j++) {
          double score = 0;
          for (int c = head; c < head + size; c++) {
            score += q[i][c] * k[j][c];
          }
          weight[j] = Math.exp(score / Math.sqrt(size));
          sum += weight[j];
        }
        for (int j = 0; j < h.length; j++) {
          for (int c = head; c < head + size; c++) {
            mixed[i][c] += weight[j] / sum * v[j][c];
          }
        }
      }
    }
    return linear(6 * index + 3, block + "attention.output.dense", mixed, WIDTH);
  }

  private static double[][] mlp(int index, String block, double[][] x) {
    double[][] inner = linear(6 * index + 4, block + "intermediate.dense", x, 1536);
    for (double[] row : inner) {
      Arrays.setAll(row, j -> row[j] * 0.5 * (1 + erf(row[j] / Math.sqrt(2))));
    }
    return linear(6 * index + 5, block + "output.dense", inner, WIDTH);
  }

  /** Weights without names are found by their place among the file's matrix products. */
  private static double[][] linear(int product, String bias, double[][] x, int outputs) {
    int inputs = x[0].length;
    String name = Loaded.ONNX.matrixProducts().get(product);
    float[] weight = Loaded.ONNX.floats(name, inputs, outputs);
    float[] start = Loaded.ONNX.floats(bias + ".bias", outputs);
    double[][] y = new double[x.length][outputs];
    for (int o = 0; o < outputs; o++) {
      for (double[] row : y) {
        row[o] = start[o];
      }
    }
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        double w = weight[i * outputs + o];
        for (int t = 0; t < x.length; t++) {
          y[t][o] += x[t][i] * w;
        }
      }
    }
    return y;
  }

  private static double[][] norm(String name, double[][] x) {
    float[] weight = Loaded.ONNX.floats(name + ".weight", WIDTH);
    float[] bias = Loaded.ONNX.floats(name + ".bias", WIDTH);
    double[][] y = new double[x.length][WIDTH];
    for (int t = 0; t < x.length; t++) {
      double[] row = x[t];
      double mean = Arrays.stream(row).average().orElseThrow();
      double variance = Arrays.stream(row).map(v -> (v - mean) * (v - mean)).sum() / WIDTH;
      Arrays.setAll(y[t], j -> (row[j] - mean) / Math.sqrt(variance + 1e-12) * weight[j] + bias[j]);
    }
    return y;
  }

  private static double[][] add(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][WIDTH];
    for (int t = 0; t < a.length; t++) {
      int row = t;
      Arrays.setAll(sum[t], j -> a[row][j] + b[row][j]);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, whose terms all have one sign. */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}

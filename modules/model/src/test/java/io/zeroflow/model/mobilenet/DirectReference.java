package io.zeroflow.model.mobilenet;

import java.util.Map;
import java.util.Objects;

/**
 * The trunk in double precision by direct loops, after TensorFlow's definitions: it reads the
 * stored layouts, and pads by the general rule of "SAME".
 */
final class DirectReference {

  private static final String ROOT = "FeatureExtractor/MobilenetV2/";

  private final Map<String, float[]> weights;

  /** Values that ReLU6 cut at 0, at 6, and left. */
  final int[] cut = new int[3];

  DirectReference(Map<String, float[]> weights) {
    this.weights = weights;
  }

  /** Channels last. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Grid(int height, int width, int channels, double[] values) {
    static Grid zeros(int height, int width, int channels) {
      return new Grid(height, width, channels, new double[height * width * channels]);
    }

    double at(int y, int x, int c) {
      boolean outside = y < 0 || x < 0 || y >= height || x >= width;
      return outside ? 0 : values[(y * width + x) * channels + c];
    }

    void set(int y, int x, int c, double value) {
      values[(y * width + x) * channels + c] = value;
    }
  }

  private float[] weight(String name) {
    return Objects.requireNonNull(weights.get(ROOT + name), name);
  }

  /** Mean over space of block 15, for colours from 0 to 255. */
  double[] feature(Grid image) {
    Grid x = Grid.zeros(image.height, image.width, 3);
    for (int i = 0; i < x.values.length; i++) {
      x.values[i] = image.values[i] / 127.5 - 1;
    }
    x = relu6(biased(conv(x, weight("Conv/Conv2D/merged_input"), 32, 3, 2), "Conv"));
    for (int block = 0; block < 16; block++) {
      x = block(x, block);
    }
    double[] mean = new double[x.channels];
    for (int i = 0; i < x.values.length; i++) {
      mean[i % x.channels] += x.values[i] / (x.height * x.width);
    }
    return mean;
  }

  private Grid block(Grid x, int number) {
    String name = number == 0 ? "expanded_conv" : "expanded_conv_" + number;
    int stride = number == 1 || number == 3 || number == 6 || number == 13 ? 2 : 1;
    Grid y = x;
    if (number > 0) {
      y = relu6(pointwise(x, name + "/expand", 6 * x.channels));
    }
    y = relu6(depthwise(y, name + "/depthwise", stride));
    int out = weight(name + "/project/BatchNorm/batchnorm/sub").length;
    y = pointwise(y, name + "/project", out);
    if (stride == 1 && out == x.channels) {
      for (int i = 0; i < y.values.length; i++) {
        y.values[i] += x.values[i];
      }
    }
    return y;
  }

  private Grid pointwise(Grid x, String name, int out) {
    return biased(conv(x, weight(name + "/Conv2D/merged_input"), out, 1, 1), name);
  }

  /** The weight is [kernel, kernel, in, out]. */
  private static Grid conv(Grid x, float[] weight, int out, int kernel, int stride) {
    int height = (x.height + stride - 1) / stride;
    int width = (x.width + stride - 1) / stride;
    int top = before(x.height, height, kernel, stride);
    int left = before(x.width, width, kernel, stride);
    Grid y = Grid.zeros(height, width, out);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        for (int o = 0; o < out; o++) {
          double sum = 0;
          for (int k = 0; k < kernel * kernel; k++) {
            for (int i = 0; i < x.channels; i++) {
              sum +=
                  x.at(row * stride - top + k / kernel, column * stride - left + k % kernel, i)
                      * weight[(k * x.channels + i) * out + o];
            }
          }
          y.set(row, column, o, sum);
        }
      }
    }
    return y;
  }

  /** Rows of zeros above, or columns to the left. */
  private static int before(int in, int out, int kernel, int stride) {
    return Math.max(0, (out - 1) * stride + kernel - in) / 2;
  }

  private Grid depthwise(Grid x, String name, int stride) {
    float[] weight = weight(name + "/depthwise_weights");
    float[] factor = weight(name + "/BatchNorm/batchnorm/mul");
    int height = (x.height + stride - 1) / stride;
    int width = (x.width + stride - 1) / stride;
    int top = before(x.height, height, 3, stride);
    int left = before(x.width, width, 3, stride);
    Grid y = Grid.zeros(height, width, x.channels);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        for (int c = 0; c < x.channels; c++) {
          double sum = 0;
          for (int k = 0; k < 9; k++) {
            sum +=
                x.at(row * stride - top + k / 3, column * stride - left + k % 3, c)
                    * weight[k * x.channels + c];
          }
          y.set(row, column, c, sum * factor[c]);
        }
      }
    }
    return biased(y, name);
  }

  private Grid biased(Grid x, String name) {
    float[] bias = weight(name + "/BatchNorm/batchnorm/sub");
    for (int i = 0; i < x.values.length; i++) {
      x.values[i] += bias[i % x.channels];
    }
    return x;
  }

  private Grid relu6(Grid x) {
    for (int i = 0; i < x.values.length; i++) {
      cut[x.values[i] < 0 ? 0 : x.values[i] > 6 ? 1 : 2]++;
      x.values[i] = Math.clamp(x.values[i], 0, 6);
    }
    return x;
  }
}

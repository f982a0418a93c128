package io.zeroflow.model.mobilenet;

import io.zeroflow.model.weights.TfjsFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Random weights of the trunk under the names and in the shapes of the published file, so large
 * that the bounds of ReLU6 are met on both sides.
 */
final class RandomTrunk {

  private static final String ROOT = "FeatureExtractor/MobilenetV2/";

  /** More would amplify the rounding of floats from layer to layer. */
  private static final double GAIN = 2.6;

  private static final int[] OUT = {
    16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160
  };

  /** Values by name, as stored. */
  final Map<String, float[]> values = new HashMap<>();

  private final TfjsFixture file = new TfjsFixture();
  private final Random random = new Random(7);

  RandomTrunk() {
    weight("Conv/Conv2D/merged_input", 27, 3, 3, 3, 32);
    bias("Conv", 32);
    int in = 32;
    for (int block = 0; block < OUT.length; block++) {
      String name = block == 0 ? "expanded_conv" : "expanded_conv_" + block;
      int inner = block == 0 ? in : 6 * in;
      if (block > 0) {
        weight(name + "/expand/Conv2D/merged_input", in, 1, 1, in, inner);
        bias(name + "/expand", inner);
      }
      weight(name + "/depthwise/depthwise_weights", 9, 3, 3, inner, 1);
      add(name + "/depthwise/BatchNorm/batchnorm/mul", 1.5, inner);
      bias(name + "/depthwise", inner);
      weight(name + "/project/Conv2D/merged_input", inner, 1, 1, inner, OUT[block]);
      bias(name + "/project", OUT[block]);
      in = OUT[block];
    }
  }

  Path write(Path folder) throws IOException {
    return file.writeFolder(folder, 1 << 22);
  }

  private void weight(String name, int fanIn, int... shape) {
    add(name, GAIN / Math.sqrt(fanIn), shape);
  }

  private void bias(String name, int channels) {
    add(name + "/BatchNorm/batchnorm/sub", 1, channels);
  }

  private void add(String name, double bound, int... shape) {
    int length = 1;
    for (int dimension : shape) {
      length *= dimension;
    }
    float[] drawn = new float[length];
    for (int i = 0; i < length; i++) {
      drawn[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    values.put(ROOT + name, drawn);
    file.floats(ROOT + name, drawn, shape);
  }
}

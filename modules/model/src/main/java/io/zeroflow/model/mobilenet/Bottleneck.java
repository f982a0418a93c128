package io.zeroflow.model.mobilenet;

import java.util.ArrayList;
import java.util.List;

/**
 * An inverted residual block of MobileNetV2 (Sandler et al., CVPR 2018, table 2): a pointwise
 * convolution widens six times, a depthwise one looks around, a pointwise one narrows again.
 *
 * @param number from 0
 * @param in channels that come in
 * @param out channels that go out
 * @param stride 1, or 2 to halve height and width
 */
record Bottleneck(int number, int in, int out, int stride) {

  /** Channels of the convolution before the first block. */
  static final int STEM = 32;

  /** Channels after the last block of the trunk: the width of features. */
  static final int WIDTH = 160;

  /** Height and width are halved so often: by the first convolution and four blocks. */
  static final int REDUCTION = 32;

  private static final int EXPANSION = 6;

  /** Blocks 0 to 15. Block 16 and what follows serve the detector that was trained on top. */
  static final List<Bottleneck> TRUNK = trunk();

  private static List<Bottleneck> trunk() {
    // Channels out, blocks, stride of the first of them.
    int[][] stages = {
      {16, 1, 1}, {24, 2, 2}, {32, 3, 2}, {64, 4, 2}, {96, 3, 1}, {WIDTH, 3, 2},
    };
    List<Bottleneck> blocks = new ArrayList<>();
    int in = STEM;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[1]; i++) {
        blocks.add(new Bottleneck(blocks.size(), in, stage[0], i == 0 ? stage[2] : 1));
        in = stage[0];
      }
    }
    return List.copyOf(blocks);
  }

  /** The first block does not widen. */
  boolean expands() {
    return number > 0;
  }

  /** Channels of the depthwise convolution. */
  int inner() {
    return expands() ? EXPANSION * in : in;
  }

  /** Whether what comes in is added to what goes out. */
  boolean residual() {
    return stride == 1 && in == out;
  }
}

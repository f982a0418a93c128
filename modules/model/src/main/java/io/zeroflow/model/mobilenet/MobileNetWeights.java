package io.zeroflow.model.mobilenet;

import static io.zeroflow.model.mobilenet.Bottleneck.STEM;

import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.model.weights.TfjsWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * The frozen weights in the order in which the script takes them: weight and bias of the first
 * convolution, then of each block's expansion (where it has one), depthwise convolution and
 * projection. Pointwise weights are [in, out] as stored, others [out, in of a group, 3, 3].
 *
 * <p>The file was frozen for inference: batch normalization is folded into all weights but the
 * depthwise ones, whose factor it keeps apart.
 */
final class MobileNetWeights {

  private static final String ROOT = "FeatureExtractor/MobilenetV2/";
  private static final String CONV = "/Conv2D/merged_input";
  private static final String FACTOR = "/BatchNorm/batchnorm/mul";
  private static final String BIAS = "/BatchNorm/batchnorm/sub";
  private static final int KERNEL = 3;
  private static final int COLOURS = 3;

  private final TfjsWeights file;
  private final TensorScope scope;
  private final List<Tensor> tensors = new ArrayList<>();

  private MobileNetWeights(TfjsWeights file, TensorScope scope) {
    this.file = file;
    this.scope = scope;
  }

  static List<Tensor> load(TfjsWeights file, TensorScope scope) {
    MobileNetWeights weights = new MobileNetWeights(file, scope);
    weights.stem();
    Bottleneck.TRUNK.forEach(weights::block);
    return List.copyOf(weights.tensors);
  }

  private void stem() {
    float[] stored = file.floats(ROOT + "Conv" + CONV, KERNEL, KERNEL, COLOURS, STEM);
    add(outermost(stored, STEM), STEM, COLOURS, KERNEL, KERNEL);
    bias("Conv", STEM);
  }

  private void block(Bottleneck block) {
    String name = block.number() == 0 ? "expanded_conv" : "expanded_conv_" + block.number();
    if (block.expands()) {
      pointwise(name + "/expand", block.in(), block.inner());
    }
    depthwise(name + "/depthwise", block.inner());
    pointwise(name + "/project", block.inner(), block.out());
  }

  private void pointwise(String name, int in, int out) {
    add(file.floats(ROOT + name + CONV, 1, 1, in, out), in, out);
    bias(name, out);
  }

  private void depthwise(String name, int channels) {
    float[] stored = file.floats(ROOT + name + "/depthwise_weights", KERNEL, KERNEL, channels, 1);
    float[] factors = file.floats(ROOT + name + FACTOR, channels);
    for (int i = 0; i < stored.length; i++) {
      stored[i] *= factors[i % channels];
    }
    add(outermost(stored, channels), channels, 1, KERNEL, KERNEL);
    bias(name, channels);
  }

  private void bias(String name, int channels) {
    add(file.floats(ROOT + name + BIAS, channels), channels);
  }

  private void add(float[] values, long... shape) {
    tensors.add(scope.floats(values, shape).frozen());
  }

  /**
   * [3, 3, in, out] to [out, in, 3, 3].
   *
   * @param out size of the last dimension, and for a depthwise weight of the one before it
   */
  private static float[] outermost(float[] stored, int out) {
    int kernel = KERNEL * KERNEL;
    int in = stored.length / kernel / out;
    float[] values = new float[stored.length];
    for (int k = 0; k < kernel; k++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          values[(o * in + i) * kernel + k] = stored[(k * in + i) * out + o];
        }
      }
    }
    return values;
  }
}

package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;
import java.util.stream.Stream;

/**
 * A file of Google's release for JAX: kernels are in × out, heads have an axis of their own, and
 * the patch embedding is height × width × in × out.
 */
record GoogleWeights(WeightFile file, int heads) implements FileWeights {

  @Override
  public float[] tensor(String name, int... shape) {
    String own = nameInFile(name);
    return switch (name.replaceFirst("^blocks\\.\\d+\\.", "")) {
      case "patch_embed.proj.weight" -> convolution(own, shape);
      case "mlp.fc1.weight", "mlp.fc2.weight" ->
          Layout.transposed(file.floats(own, shape[1], shape[0]), shape[1], shape[0]);
      case "attn.proj.weight" ->
          Layout.transposed(
              file.floats(own, heads, shape[1] / heads, shape[0]), shape[1], shape[0]);
      case "attn.qkv.weight" -> projections(own, shape[1]);
      case "attn.qkv.bias" -> projectionBiases(own, shape[0] / 3);
      default -> file.floats(own, shape);
    };
  }

  private float[] projections(String name, int width) {
    return Layout.joined(
        parts(name)
            .map(part -> file.floats(part, width, heads, width / heads))
            .map(values -> Layout.transposed(values, width, width))
            .toList());
  }

  private float[] projectionBiases(String name, int width) {
    return Layout.joined(parts(name).map(part -> file.floats(part, heads, width / heads)).toList());
  }

  private static Stream<String> parts(String name) {
    return Stream.of("query", "key", "value").map(part -> name.replace("/qkv/", "/" + part + "/"));
  }

  /** Height × width × in × out, here by pixels and out, to out × in × height × width. */
  private float[] convolution(String name, int[] shape) {
    int in = shape[1];
    int pixels = shape[2] * shape[3];
    float[] values =
        Layout.transposed(
            file.floats(name, shape[2], shape[3], in, shape[0]), pixels * in, shape[0]);
    float[] out = new float[values.length];
    for (int filter = 0; filter < shape[0]; filter++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < in; channel++) {
          out[(filter * in + channel) * pixels + pixel] =
              values[(filter * pixels + pixel) * in + channel];
        }
      }
    }
    return out;
  }

  @Override
  public String nameInFile(String timm) {
    boolean norm = timm.contains("norm");
    return timm.replaceFirst("^cls_token$", "cls")
        .replaceFirst("^pos_embed$", "Transformer/posembed_input/pos_embedding")
        .replaceFirst("^patch_embed\\.proj\\.", "embedding/")
        .replaceFirst("^norm\\.", "Transformer/encoder_norm/")
        .replaceFirst("^blocks\\.(\\d+)\\.", "Transformer/encoderblock_$1/")
        .replace("norm1.", "LayerNorm_0/")
        .replace("norm2.", "LayerNorm_2/")
        .replace("attn.proj.", "MultiHeadDotProductAttention_1/out/")
        .replace("attn.qkv.", "MultiHeadDotProductAttention_1/qkv/")
        .replace("mlp.fc1.", "MlpBlock_3/Dense_0/")
        .replace("mlp.fc2.", "MlpBlock_3/Dense_1/")
        .replaceFirst("weight$", norm ? "scale" : "kernel");
  }
}

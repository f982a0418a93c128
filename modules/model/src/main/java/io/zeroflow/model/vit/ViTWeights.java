package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;
import io.zeroflow.model.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;

/**
 * Frozen weights of a vision transformer by the names and in the layout of timm. Closed after they
 * were loaded.
 */
public sealed interface ViTWeights extends AutoCloseable permits FileWeights, RandomWeights {

  /**
   * Values in row-major order.
   *
   * @param name such as {@code blocks.0.attn.qkv.weight}
   * @throws WeightsException if there is no such tensor, or it is of another shape
   */
  float[] tensor(String name, int... shape);

  /**
   * Opens a file, {@code .safetensors} or {@code .npz}, whose tensors have the names of timm, of
   * Hugging Face or of Google's release.
   *
   * @throws WeightsException if it cannot be read, has other names or is of a deeper network, which
   *     would otherwise be cut without a word
   */
  static ViTWeights open(Path path, ViTShape shape) {
    WeightFile file = WeightFile.open(path);
    try {
      FileWeights weights = recognised(file, shape);
      String deeper = weights.nameInFile("blocks.%d.norm1.weight".formatted(shape.depth()));
      if (file.names().contains(deeper)) {
        throw new WeightsException(
            "%s has tensor '%s', so more than %d blocks; choose the size that the weights are of"
                .formatted(path, deeper, shape.depth()));
      }
      return weights;
    } catch (WeightsException e) {
      file.close();
      throw e;
    }
  }

  private static FileWeights recognised(WeightFile file, ViTShape shape) {
    List<FileWeights> layouts =
        List.of(
            new TimmWeights(file),
            new HuggingFaceWeights(file, "vit."),
            new HuggingFaceWeights(file, ""),
            new GoogleWeights(file, shape.heads()));
    for (FileWeights layout : layouts) {
      if (file.names().contains(layout.nameInFile("blocks.0.norm1.weight"))) {
        return layout;
      }
    }
    throw new WeightsException(
        "%s holds no vision transformer by the names of timm (blocks.0.norm1.weight), Hugging Face (vit.encoder.layer.0.layernorm_before.weight) or Google (Transformer/encoderblock_0/LayerNorm_0/scale); it has tensors %s"
            .formatted(file.source(), file.names().stream().sorted().limit(3).toList()));
  }

  /** Weights as they are before training, for measurements of shape and cost. */
  static ViTWeights random(long seed) {
    return new RandomWeights(seed);
  }

  @Override
  void close();
}

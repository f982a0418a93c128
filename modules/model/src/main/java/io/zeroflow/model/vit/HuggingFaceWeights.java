package io.zeroflow.model.vit;

import io.zeroflow.model.weights.WeightFile;
import java.util.stream.Stream;

/**
 * A file as Hugging Face's transformers saves it: other names, and queries, keys and values apart.
 *
 * @param prefix of all names, {@code vit.} where a classifier stands beside the transformer
 */
record HuggingFaceWeights(WeightFile file, String prefix) implements FileWeights {

  @Override
  public float[] tensor(String name, int... shape) {
    String own = nameInFile(name);
    if (!own.contains(".qkv.")) {
      return file.floats(own, shape);
    }
    int[] third = shape.clone();
    third[0] /= 3;
    return Layout.joined(
        Stream.of("query", "key", "value")
            .map(part -> file.floats(own.replace(".qkv.", ".attention." + part + "."), third))
            .toList());
  }

  @Override
  public String nameInFile(String timm) {
    return prefix
        + timm.replaceFirst("^cls_token$", "embeddings.cls_token")
            .replaceFirst("^pos_embed$", "embeddings.position_embeddings")
            .replaceFirst("^patch_embed\\.proj", "embeddings.patch_embeddings.projection")
            .replaceFirst("^norm\\.", "layernorm.")
            .replaceFirst("^blocks\\.", "encoder.layer.")
            .replace(".norm1.", ".layernorm_before.")
            .replace(".norm2.", ".layernorm_after.")
            .replace(".attn.proj.", ".attention.output.dense.")
            .replace(".attn.", ".attention.")
            .replace(".mlp.fc1.", ".intermediate.dense.")
            .replace(".mlp.fc2.", ".output.dense.");
  }
}

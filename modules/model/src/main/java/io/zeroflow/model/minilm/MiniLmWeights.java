package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.BLOCKS;
import static io.zeroflow.model.minilm.MiniLmConfig.POSITIONS;
import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;

import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.model.weights.OnnxWeights;
import io.zeroflow.model.weights.WeightsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The frozen weights in the order in which the script takes them: five tensors of the embedding,
 * then sixteen a block. Linear weights are in × out, as stored.
 */
final class MiniLmWeights {

  static final String RESOURCE = "all-minilm-l6-v2.onnx";
  static final int EMBEDDING = 5;
  static final int PER_BLOCK = 16;

  private static final int VOCABULARY = 30522;
  private static final int SEGMENTS = 2;
  private static final int INNER = 1536;
  private static final int PRODUCTS_PER_BLOCK = 6;

  private final OnnxWeights file;
  private final TensorScope scope;
  private final List<Tensor> tensors = new ArrayList<>();

  private MiniLmWeights(OnnxWeights file, TensorScope scope) {
    this.file = file;
    this.scope = scope;
  }

  static List<Tensor> load(TensorScope scope) {
    MiniLmWeights weights = new MiniLmWeights(OnnxWeights.resource(RESOURCE), scope);
    weights.embedding();
    weights.blocks();
    return List.copyOf(weights.tensors);
  }

  private void embedding() {
    named("embeddings.word_embeddings.weight", VOCABULARY, WIDTH);
    named("embeddings.position_embeddings.weight", POSITIONS, WIDTH);
    named("embeddings.token_type_embeddings.weight", SEGMENTS, WIDTH);
    named("embeddings.LayerNorm.weight", WIDTH);
    named("embeddings.LayerNorm.bias", WIDTH);
  }

  private void blocks() {
    // The six products of a block carry no names: they come in the order in which they are used.
    List<String> products = file.matrixProducts();
    if (products.size() != BLOCKS * PRODUCTS_PER_BLOCK) {
      throw new WeightsException(
          "%s has %d weight products; MiniLM has %d"
              .formatted(RESOURCE, products.size(), BLOCKS * PRODUCTS_PER_BLOCK));
    }
    for (int block = 0; block < BLOCKS; block++) {
      String at = "encoder.layer." + block + ".";
      List<String> own =
          products.subList(block * PRODUCTS_PER_BLOCK, (block + 1) * PRODUCTS_PER_BLOCK);
      linear(own.get(0), at + "attention.self.query.bias", WIDTH, WIDTH);
      linear(own.get(1), at + "attention.self.key.bias", WIDTH, WIDTH);
      linear(own.get(2), at + "attention.self.value.bias", WIDTH, WIDTH);
      linear(own.get(3), at + "attention.output.dense.bias", WIDTH, WIDTH);
      named(at + "attention.output.LayerNorm.weight", WIDTH);
      named(at + "attention.output.LayerNorm.bias", WIDTH);
      linear(own.get(4), at + "intermediate.dense.bias", WIDTH, INNER);
      linear(own.get(5), at + "output.dense.bias", INNER, WIDTH);
      named(at + "output.LayerNorm.weight", WIDTH);
      named(at + "output.LayerNorm.bias", WIDTH);
    }
  }

  private void named(String name, int... shape) {
    long[] dimensions = Arrays.stream(shape).asLongStream().toArray();
    tensors.add(scope.floats(file.floats(name, shape), dimensions).frozen());
  }

  private void linear(String weight, String bias, int in, int out) {
    named(weight, in, out);
    named(bias, out);
  }
}

package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;

import io.zeroflow.model.Encoded;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Lays encoded inputs out as the script takes them, without padding. */
final class Packing {

  private final MiniLmConfig config;
  private final List<Encoded> inputs;
  private final int tokens;

  Packing(MiniLmConfig config, List<Encoded> inputs) {
    this.config = config;
    this.inputs = inputs;
    this.tokens = inputs.stream().mapToInt(Encoded::tokens).sum();
  }

  /** The tensors of a batch, in the order of the script's parameters. */
  List<Tensor> tensors(TensorScope scope) {
    if (config.adaptedBlocks() == 0) {
      return List.of(joined(scope, Encoded::pooled, inputs.size()));
    }
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(joined(scope, Encoded::hidden, tokens));
    tensors.add(joined(scope, Encoded::base, tokens));
    tensors.add(scope.longs(LongStream.range(0, tokens).toArray(), tokens));
    tensors.add(scope.longs(firsts(), inputs.size()));
    if (config.adaptedBlocks() > 1) {
      addGrid(scope, tensors);
    }
    return tensors;
  }

  private Tensor joined(TensorScope scope, Function<Encoded, float[]> part, int rows) {
    return scope.floats(inputs.stream().map(part).toList(), rows, WIDTH);
  }

  private long[] firsts() {
    long[] firsts = new long[inputs.size()];
    for (int i = 1; i < firsts.length; i++) {
      firsts[i] = firsts[i - 1] + inputs.get(i - 1).tokens();
    }
    return firsts;
  }

  private void addGrid(TensorScope scope, List<Tensor> tensors) {
    int longest = inputs.stream().mapToInt(Encoded::tokens).max().orElseThrow();
    long[] places = new long[tokens];
    float[] mask = new float[inputs.size() * longest];
    Arrays.fill(mask, Float.NEGATIVE_INFINITY);
    int token = 0;
    for (int i = 0; i < inputs.size(); i++) {
      for (int t = 0; t < inputs.get(i).tokens(); t++) {
        int place = i * longest + t;
        places[token++] = place;
        mask[place] = 0;
      }
    }
    tensors.add(scope.longs(places, tokens));
    tensors.add(scope.floats(mask, inputs.size(), 1, 1, longest));
  }
}

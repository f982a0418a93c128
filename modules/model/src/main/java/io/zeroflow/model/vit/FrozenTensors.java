package io.zeroflow.model.vit;

import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The frozen weights in the order in which the script takes them: class token, positions and the
 * two of the patch embedding, then twelve a block, then the two of the last normalisation. One
 * tensor at a time passes through the heap.
 */
final class FrozenTensors {

  static final int STEM = 4;
  static final int PER_BLOCK = 12;

  private static final int DIGEST_DIGITS = 16;

  private final ViTShape shape;
  private final ViTWeights weights;
  private final List<Tensor> tensors = new ArrayList<>();
  private final MessageDigest sha256 = sha256();
  private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16);

  FrozenTensors(ViTShape shape, ViTWeights weights) {
    this.shape = shape;
    this.weights = weights;
  }

  /** Loads all, once. */
  List<Tensor> load(TensorScope scope) {
    int width = shape.width();
    add(scope, "cls_token", new int[] {1, 1, width}, 1, width);
    add(scope, "pos_embed", new int[] {1, shape.tokens(), width}, shape.tokens(), width);
    add(
        scope,
        "patch_embed.proj.weight",
        new int[] {width, ViTShape.CHANNELS, shape.patch(), shape.patch()});
    add(scope, "patch_embed.proj.bias", new int[] {width});
    for (int block = 0; block < shape.depth(); block++) {
      String at = "blocks." + block + ".";
      pair(scope, at + "norm1", width);
      pair(scope, at + "attn.qkv", 3 * width, width);
      pair(scope, at + "attn.proj", width, width);
      pair(scope, at + "norm2", width);
      pair(scope, at + "mlp.fc1", shape.inner(), width);
      pair(scope, at + "mlp.fc2", width, shape.inner());
    }
    pair(scope, "norm", width);
    return tensors;
  }

  private void pair(TensorScope scope, String name, int... weight) {
    add(scope, name + ".weight", weight);
    add(scope, name + ".bias", new int[] {weight[0]});
  }

  /**
   * @param stored shape in files
   * @param used shape in the script; none is the same
   */
  private void add(TensorScope scope, String name, int[] stored, long... used) {
    float[] values = weights.tensor(name, stored);
    digest(values);
    long[] shape = used.length > 0 ? used : Arrays.stream(stored).asLongStream().toArray();
    tensors.add(scope.floats(values, shape).frozen());
  }

  private void digest(float[] values) {
    for (int done = 0; done < values.length; ) {
      int count = Math.min(values.length - done, chunk.capacity() / Float.BYTES);
      chunk.asFloatBuffer().put(values, done, count);
      sha256.update(chunk.array(), 0, count * Float.BYTES);
      done += count;
    }
  }

  /** Stands for the values that were loaded, from whatever kind of file. */
  String fingerprint() {
    return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

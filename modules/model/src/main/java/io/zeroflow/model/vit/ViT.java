package io.zeroflow.model.vit;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.engine.TorchModule.Result;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.model.picture.Tensors;
import io.zeroflow.model.torch.TorchNetwork;
import io.zeroflow.optim.SliceSpec;
import java.util.List;
import java.util.function.Function;

/**
 * A vision transformer with adapters in its last blocks and a cosine head. Takes images and tensors
 * of pixels.
 */
public final class ViT extends TorchNetwork {

  private static final float[] NOTHING = {};

  private final ViTConfig config;
  private final Pixels pixels;
  private final String name;

  private ViT(ViTConfig config, Device device, FrozenTensors frozen) {
    super("ViT", new ViTScript(config).source(), config.head(), device, frozen::load);
    this.config = config;
    this.pixels = new Pixels(config.shape().image(), config.mean(), config.deviation());
    this.name = config.name(frozen.fingerprint());
  }

  /**
   * Loads the weights, which may be closed afterwards.
   *
   * @throws io.zeroflow.model.weights.WeightsException if one is missing or of another shape
   */
  public static ViT load(ViTConfig config, ViTWeights weights, Device device) {
    return new ViT(config, device, new FrozenTensors(config.shape(), weights));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<SliceSpec> slices() {
    return config.adapters().slices(config.firstAdapted());
  }

  @Override
  public void check(Input input) {
    Pixels.check(input);
    if (input instanceof Input.Pixels tensor) {
      Tensors.checkRange(tensor);
    }
  }

  @Override
  public Encoded encode(Input input) {
    float[] values = pixels.of(input);
    int size = config.shape().image();
    List<Result> parts =
        frozen("encode", scope -> List.of(scope.floats(values, ViTShape.CHANNELS, size, size)));
    boolean pooledOnly = config.adaptedBlocks() == 0;
    return new Encoded(
        config.encodedTokens(),
        pooledOnly ? NOTHING : parts.get(0).values(),
        pooledOnly ? NOTHING : parts.get(1).values(),
        parts.get(2).values());
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    inputs.forEach(this::requireOwn);
    return batch(inputs.size(), scope -> tensors(scope, inputs));
  }

  private List<Tensor> tensors(TensorScope scope, List<Encoded> inputs) {
    int width = config.shape().width();
    if (config.adaptedBlocks() == 0) {
      return List.of(
          scope.floats(inputs.stream().map(Encoded::pooled).toList(), inputs.size(), width));
    }
    return List.of(
        rows(scope, inputs, Encoded::hidden, width), rows(scope, inputs, Encoded::base, width));
  }

  private Tensor rows(
      TensorScope scope, List<Encoded> inputs, Function<Encoded, float[]> part, int width) {
    return scope.floats(
        inputs.stream().map(part).toList(), inputs.size(), config.encodedTokens(), width);
  }

  private void requireOwn(Encoded input) {
    int width = config.shape().width();
    int expected = config.adaptedBlocks() == 0 ? 0 : config.encodedTokens() * width;
    if (input.hidden().length != expected
        || input.base().length != expected
        || input.pooled().length != width) {
      throw new IllegalArgumentException(
          "an input is encoded in %d values; %s needs %d: another network encoded it"
              .formatted(input.hidden().length, name, expected));
    }
  }
}

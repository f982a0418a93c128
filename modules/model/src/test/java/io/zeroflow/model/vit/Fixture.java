package io.zeroflow.model.vit;

import ai.djl.Device;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.weights.WeightFile;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The tiny transformer of vit_reference.py and what it should compute. */
final class Fixture {

  static final ViTShape SHAPE = new ViTShape(18, 2, 3, 8, 32);
  static final int IMAGES = 2;
  static final int ROWS = 5;
  static final int[] LABELS = {3, 1};
  static final WeightFile EXPECTED = WeightFile.open(path("expected.safetensors"));

  private static final Map<Integer, ViT> NETWORKS = new ConcurrentHashMap<>();

  private Fixture() {}

  static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(Fixture.class.getResource("/vit/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = Fixture.class.getResourceAsStream("/vit/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  static ViTConfig config(int adaptedBlocks) {
    return new ViTConfig(SHAPE, adaptedBlocks, 4, 0.5f, 16f, 0f, 1f);
  }

  static ViT network(int adaptedBlocks) {
    return NETWORKS.computeIfAbsent(adaptedBlocks, blocks -> load("timm.safetensors", blocks));
  }

  static ViT load(String file, int adaptedBlocks) {
    try (ViTWeights weights = ViTWeights.open(path(file), SHAPE)) {
      return ViT.load(config(adaptedBlocks), weights, Device.cpu());
    }
  }

  static List<Input> inputs() {
    int size = 3 * 32 * 32;
    float[] all = EXPECTED.floats("images", IMAGES, 3, 32, 32);
    return IntStream.range(0, IMAGES)
        .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
        .map(values -> (Input) new Input.Pixels(List.of(3, 32, 32), values))
        .toList();
  }

  static List<Encoded> encoded(ViT network) {
    return inputs().stream().map(network::encode).toList();
  }

  /** θ as the reference has it. */
  static Theta theta(ViT network, int adaptedBlocks) {
    Theta theta = fresh(network);
    float[] values = EXPECTED.floats(adaptedBlocks + "/theta", theta.size());
    theta.write(0, values, values.length);
    return theta;
  }

  /** θ as a method starts it, with random head rows. */
  static Theta fresh(ViT network) {
    Theta theta = Theta.allocate(1000);
    network.slices().forEach(slice -> theta.append(slice, 11));
    for (int row = 0; row < ROWS; row++) {
      theta.append(
          new SliceSpec("head/" + row, List.of(SHAPE.width()), new Init.Uniform(0.4f)), 12);
    }
    return theta;
  }
}

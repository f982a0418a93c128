package io.zeroflow.model.minilm;

import ai.djl.Device;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.weights.OnnxWeights;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Networks and inputs that tests share: loading takes a second each. */
final class Loaded {

  static final OnnxWeights ONNX = OnnxWeights.resource(MiniLmWeights.RESOURCE);
  private static final Map<Integer, MiniLm> NETWORKS = new ConcurrentHashMap<>();

  static final List<String> TEXTS =
      List.of(
          "What is the exchange rate between dollars and euros?",
          "play some quiet piano music",
          "book a table",
          "how much money do I have in my savings account at the moment");

  private Loaded() {}

  static MiniLmConfig config(int adaptedBlocks) {
    return new MiniLmConfig(adaptedBlocks, 4, 0.5f, 16f, 64);
  }

  static MiniLm minilm(int adaptedBlocks) {
    return NETWORKS.computeIfAbsent(adaptedBlocks, k -> MiniLm.load(config(k), Device.cpu()));
  }

  static List<Encoded> encode(MiniLm network, Stream<String> texts) {
    return texts.map(text -> network.encode(new Input.Text(text))).toList();
  }

  /** θ as a method starts it, with random head rows. */
  static Theta fresh(MiniLm network, int rows) {
    Theta theta = Theta.allocate(50_000);
    network.slices().forEach(slice -> theta.append(slice, 11));
    for (int row = 0; row < rows; row++) {
      theta.append(new SliceSpec("head/" + row, List.of(384), new Init.Uniform(0.4f)), 12);
    }
    return theta;
  }

  /** θ far from its start, so that no term of the adapters vanishes. */
  static Theta moved(MiniLm network, int rows) {
    Theta theta = fresh(network, rows);
    var init = new Init.Uniform(0.3f);
    for (int i = 0; i < theta.size(); i++) {
      theta.set(i, theta.get(i) + init.at(13, i));
    }
    return theta;
  }
}

package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.engine.TorchModule;
import io.zeroflow.model.engine.TorchModule.Result;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** MiniLM-L6-v2 with adapters in its last blocks and a cosine head. Takes text. */
public final class MiniLm implements Network {

  private static final float[] NOTHING = {};

  private final MiniLmConfig config;
  private final TorchModule module;
  private final TensorScope weightScope;
  private final List<Tensor> weights;
  private final TextTokens tokens;

  private MiniLm(MiniLmConfig config, Device device) {
    this.config = config;
    this.tokens = TextTokens.load(config.maxTokens());
    this.module = TorchModule.compile("MiniLm", new MiniLmScript(config).source(), device);
    this.weightScope = module.newSharedScope();
    this.weights = MiniLmWeights.load(weightScope);
  }

  /** Loads weights and tokenizer from the class path. */
  public static MiniLm load(MiniLmConfig config, Device device) {
    return new MiniLm(config, device);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public String device() {
    Device device = module.device();
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  @Override
  public int featureSize() {
    return WIDTH;
  }

  @Override
  public List<SliceSpec> slices() {
    return config.slices();
  }

  @Override
  public void check(Input input) {
    if (!(input instanceof Input.Text)) {
      throw new UnsupportedInputException(
          "MiniLM takes text, not %s; send a text payload, or choose a network for it"
              .formatted(input.kind()));
    }
  }

  @Override
  public Encoded encode(Input input) {
    check(input);
    long[] ids = tokens.ids(((Input.Text) input).value());
    try (TensorScope scope = module.newScope()) {
      List<Result> parts = module.call("encode", List.of(scope.longs(ids, ids.length)), weights);
      boolean pooledOnly = config.adaptedBlocks() == 0;
      return new Encoded(
          ids.length,
          pooledOnly ? NOTHING : parts.get(0).values(),
          pooledOnly ? NOTHING : parts.get(1).values(),
          parts.get(2).values());
    }
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one input");
    }
    inputs.forEach(this::requireOwn);
    TensorScope scope = module.newPooledScope();
    return new Collated(config, inputs.size(), scope, new Packing(config, inputs).tensors(scope));
  }

  private void requireOwn(Encoded input) {
    int expected = config.adaptedBlocks() == 0 ? 0 : input.tokens() * WIDTH;
    if (input.hidden().length != expected || input.base().length != expected) {
      throw new IllegalArgumentException(
          "an input of %d tokens is encoded in %d values; %s needs %d: another network encoded it"
              .formatted(input.tokens(), input.hidden().length, name(), expected));
    }
  }

  private record Collated(MiniLmConfig config, int size, TensorScope scope, List<Tensor> tensors)
      implements Batch {
    @Override
    public void close() {
      scope.close();
    }
  }

  private List<Tensor> own(Batch batch) {
    if (batch instanceof Collated own && own.config().equals(config)) {
      return own.tensors();
    }
    throw new IllegalArgumentException("the batch was not collated by " + name());
  }

  @Override
  public double loss(Theta theta, Batch batch, int[] rows) {
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = labelled(theta, batch, rows, scope);
      return module.call("loss", theta, arguments, weights).getFirst().values()[0];
    }
  }

  @Override
  public double gradient(Theta theta, Batch batch, int[] rows, Theta gradient) {
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = labelled(theta, batch, rows, scope);
      return module.gradient("smooth_loss", theta, arguments, weights, gradient);
    }
  }

  @Override
  public Slope slope(Theta theta, Theta direction, Batch batch, int[] rows) {
    if (direction.size() != theta.size()) {
      throw new IllegalArgumentException(
          "a direction of %d floats for a θ of %d".formatted(direction.size(), theta.size()));
    }
    try (TensorScope scope = module.newScope()) {
      List<Tensor> arguments = labelled(theta, batch, rows, scope);
      return module.slope("slope", theta, direction, arguments, weights);
    }
  }

  private List<Tensor> labelled(Theta theta, Batch batch, int[] rows, TensorScope scope) {
    long[] labels = labels(rows, batch.size(), headRows(theta));
    List<Tensor> arguments = new ArrayList<>(own(batch));
    arguments.add(scope.longs(labels, labels.length));
    return arguments;
  }

  @Override
  public float[][] logits(Theta theta, Batch batch) {
    headRows(theta);
    return rows(module.call("logits", theta, own(batch), weights).getFirst());
  }

  @Override
  public float[][] features(Theta theta, Batch batch) {
    return rows(module.call("features", theta, own(batch), weights).getFirst());
  }

  private static long[] labels(int[] rows, int inputs, int headRows) {
    if (rows.length != inputs) {
      throw new IllegalArgumentException(
          "%d labels were given for a batch of %d".formatted(rows.length, inputs));
    }
    for (int row : rows) {
      if (row < 0 || row >= headRows) {
        throw new IllegalArgumentException(
            "label %d is not one of the %d head rows".formatted(row, headRows));
      }
    }
    return Arrays.stream(rows).asLongStream().toArray();
  }

  private int headRows(Theta theta) {
    int head = theta.size() - config.adaptersEnd();
    if (head <= 0 || head % WIDTH != 0) {
      throw new IllegalStateException(
          "θ of %d floats holds no head: %d are adapters and a row has %d"
              .formatted(theta.size(), config.adaptersEnd(), WIDTH));
    }
    return head / WIDTH;
  }

  private static float[][] rows(Result matrix) {
    int n = (int) matrix.shape()[0];
    int width = (int) matrix.shape()[1];
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(matrix.values(), i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    weightScope.close();
    module.close();
    tokens.close();
  }
}

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
      List<Result> parts = module.call("encode", List.of(scope.longs(ids, 1, ids.length)), weights);
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
    int n = inputs.size();
    int longest = inputs.stream().mapToInt(Encoded::tokens).max().orElseThrow();
    int length = config.adaptedBlocks() == 0 ? 0 : longest;
    float[] hidden = new float[n * length * WIDTH];
    float[] base = new float[n * length * WIDTH];
    float[] pool = new float[n * length];
    float[] mask = new float[n * length];
    float[] frozen = new float[n * WIDTH];
    for (int i = 0; i < n; i++) {
      Encoded input = inputs.get(i);
      System.arraycopy(input.hidden(), 0, hidden, i * length * WIDTH, input.hidden().length);
      System.arraycopy(input.base(), 0, base, i * length * WIDTH, input.base().length);
      System.arraycopy(input.pooled(), 0, frozen, i * WIDTH, WIDTH);
      int real = Math.min(input.tokens(), length);
      Arrays.fill(pool, i * length, i * length + real, 1f / input.tokens());
      Arrays.fill(mask, i * length + real, (i + 1) * length, Float.NEGATIVE_INFINITY);
    }
    TensorScope scope = module.newScope();
    return new Collated(
        n,
        scope,
        List.of(
            scope.floats(hidden, n, length, WIDTH),
            scope.floats(base, n, length, WIDTH),
            scope.floats(pool, n, 1, length),
            scope.floats(mask, n, 1, 1, length),
            scope.floats(frozen, n, WIDTH)));
  }

  private record Collated(int size, TensorScope scope, List<Tensor> tensors) implements Batch {
    @Override
    public void close() {
      scope.close();
    }
  }

  @Override
  public double loss(Theta theta, Batch batch, int[] rows) {
    requireHead(theta);
    long[] labels = Arrays.stream(rows).asLongStream().toArray();
    List<Tensor> arguments = new ArrayList<>(((Collated) batch).tensors());
    try (TensorScope scope = module.newScope()) {
      arguments.add(scope.longs(labels, labels.length));
      return module.call("loss", theta, arguments, weights).getFirst().values()[0];
    }
  }

  @Override
  public float[][] logits(Theta theta, Batch batch) {
    requireHead(theta);
    return rows(module.call("logits", theta, ((Collated) batch).tensors(), weights).getFirst());
  }

  @Override
  public float[][] features(Theta theta, Batch batch) {
    return rows(module.call("features", theta, ((Collated) batch).tensors(), weights).getFirst());
  }

  private void requireHead(Theta theta) {
    int head = theta.size() - config.adaptersEnd();
    if (head <= 0 || head % WIDTH != 0) {
      throw new IllegalStateException(
          "θ of %d floats holds no head: %d are adapters and a row has %d"
              .formatted(theta.size(), config.adaptersEnd(), WIDTH));
    }
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

package io.zeroflow.model.imported;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.engine.ImportedModule;
import io.zeroflow.model.engine.ImportedModule.Parameter;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.model.torch.CosineHead;
import io.zeroflow.model.torch.Script;
import io.zeroflow.model.torch.TorchNetwork;
import io.zeroflow.model.weights.WeightsException;
import io.zeroflow.optim.Slice;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A TorchScript file with a cosine head on its features. θ holds what was added to the trainable
 * parameters since they were loaded, so it starts at zero and the journal needs no copy of them.
 * Takes tensors of one shape.
 *
 * <p>The module's own parameters are overwritten with every call, so each thread that calls has an
 * instance to itself; they are kept for the next, and there are as many as threads that ever called
 * at once.
 */
public final class ImportedNetwork extends TorchNetwork {

  private static final List<String> BATCH = List.of("x");

  private final ImportedConfig config;
  private final byte[] archive;
  private final Device device;
  private final String name;
  private final List<SliceSpec> slices;
  private final Map<String, float[]> initial;
  private final Deque<ImportedModule> idle = new ConcurrentLinkedDeque<>();

  private ImportedNetwork(
      ImportedConfig config,
      byte[] archive,
      String digest,
      Device device,
      ImportedModule first,
      List<SliceSpec> slices) {
    int d = slices.stream().mapToInt(SliceSpec::length).sum();
    CosineHead head = new CosineHead(d, width(first, config), config.temperature(), BATCH, false);
    super("Imported", source(head), head, device, scope -> List.of());
    this.config = config;
    this.archive = archive;
    this.device = device;
    this.slices = slices;
    this.name =
        "torchscript(sha256=%s, trainable=%s, temperature=%s)"
            .formatted(digest, config.trainable(), config.temperature());
    this.initial = new LinkedHashMap<>();
    slices.forEach(slice -> initial.put(slice.name(), first.parameter(slice.name()).values()));
    idle.add(first);
  }

  /**
   * Checks a file against the allow-list, then loads it.
   *
   * @throws WeightsException if it cannot be read, is not allowed, is no TorchScript module, has no
   *     parameter of the wanted names, or does not map the input shape to features
   */
  public static ImportedNetwork load(ImportedConfig config, Device device) {
    byte[] archive = read(config);
    String digest = AllowList.check(config, archive);
    ImportedModule module = module(config, archive, device);
    try {
      return new ImportedNetwork(config, archive, digest, device, module, slices(config, module));
    } catch (IllegalArgumentException e) {
      module.close();
      throw new WeightsException("%s: %s".formatted(config.file(), e.getMessage()));
    }
  }

  private static byte[] read(ImportedConfig config) {
    try {
      return Files.readAllBytes(config.file());
    } catch (IOException e) {
      throw new WeightsException(
          "%s: expected a TorchScript file, found none that can be read".formatted(config.file()));
    }
  }

  private static ImportedModule module(ImportedConfig config, byte[] archive, Device device) {
    try {
      return ImportedModule.load(archive, device);
    } catch (IllegalArgumentException e) {
      throw new WeightsException("%s: %s".formatted(config.file(), e.getMessage()));
    }
  }

  private static List<SliceSpec> slices(ImportedConfig config, ImportedModule module) {
    Map<String, Parameter> parameters = module.parameters();
    for (String pattern : config.trainable()) {
      if (parameters.keySet().stream().noneMatch(name -> ImportedConfig.matches(pattern, name))) {
        throw new IllegalArgumentException(
            "no parameter is named like '%s'; there are %s"
                .formatted(pattern, parameters.keySet()));
      }
    }
    return parameters.entrySet().stream()
        .filter(parameter -> config.trains(parameter.getKey()))
        .map(
            parameter ->
                SliceSpec.zeros(
                    parameter.getKey(),
                    parameter.getValue().shape().stream().mapToInt(n -> n).toArray()))
        .toList();
  }

  /** Found out by a forward pass of zeros. */
  private static int width(ImportedModule module, ImportedConfig config) {
    float[] zeros = new float[config.inputSize()];
    return module.forward(List.of(zeros), config.inputShape())[0].length;
  }

  /** The head alone: its features come from the imported module. */
  private static String source(CosineHead head) {
    String features = "features(self, " + head.parameters() + ", w: List[Tensor]) -> Tensor";
    return Script.method(Script.FAST + features, "return x\n")
        + Script.method(Script.SMOOTH + features, "return x\n")
        + head.source();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean differentiable() {
    return false;
  }

  @Override
  public List<SliceSpec> slices() {
    return slices;
  }

  @Override
  public void check(Input input) {
    if (!(input instanceof Input.Pixels(var shape, _) && shape.equals(config.inputShape()))) {
      throw new UnsupportedInputException(
          "%s takes tensors of shape %s, not %s; send such, or choose a network for it"
              .formatted(config.file().getFileName(), config.inputShape(), input.kind()));
    }
  }

  /** Nothing below the trained parameters is known to be frozen, so the input itself is kept. */
  @Override
  public Encoded encode(Input input) {
    check(input);
    float[] values = ((Input.Pixels) input).values();
    ImportedModule module = borrow();
    try {
      initial.forEach((name, start) -> module.parameter(name).write(start));
      float[] pooled = module.forward(List.of(values), config.inputShape())[0];
      return new Encoded(1, values, values, pooled);
    } finally {
      idle.push(module);
    }
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    int n = config.inputSize();
    if (inputs.stream().anyMatch(input -> input.hidden().length != n)) {
      throw new IllegalArgumentException(
          "%s needs inputs of %d values: another network encoded one".formatted(name, n));
    }
    List<float[]> values = inputs.stream().map(Encoded::hidden).toList();
    return new Inputs(batch(inputs.size(), scope -> List.of()), values);
  }

  /** Raw inputs: what the module makes of them depends on θ. */
  private record Inputs(Batch frozen, List<float[]> values) implements Batch {
    @Override
    public int size() {
      return values.size();
    }

    @Override
    public void close() {
      frozen.close();
    }
  }

  @Override
  protected List<Tensor> tensors(Theta theta, Batch batch, TensorScope scope) {
    if (!(batch instanceof Inputs(Batch frozen, List<float[]> values))) {
      throw new IllegalArgumentException("the batch was not collated by " + name);
    }
    super.tensors(theta, frozen, scope); // was it this network?
    ImportedModule module = borrow();
    try {
      initial.forEach(
          (parameter, start) ->
              module.parameter(parameter).write(moved(theta.slice(parameter), theta, start)));
      float[][] features = module.forward(values, config.inputShape());
      return List.of(scope.floats(Arrays.asList(features), values.size(), featureSize()));
    } finally {
      idle.push(module);
    }
  }

  /** A trainable parameter as θ has it. */
  private static float[] moved(Slice slice, Theta theta, float[] start) {
    float[] values = new float[start.length];
    theta.read(slice.offset(), values, values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] += start[i];
    }
    return values;
  }

  private ImportedModule borrow() {
    ImportedModule module = idle.poll();
    return module == null ? ImportedModule.load(archive, device) : module;
  }

  @Override
  public void close() {
    idle.forEach(ImportedModule::close);
    idle.clear();
    super.close();
  }
}

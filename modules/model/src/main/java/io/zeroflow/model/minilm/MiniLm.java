package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.engine.TorchModule.Result;
import io.zeroflow.model.torch.TorchNetwork;
import io.zeroflow.optim.SliceSpec;
import java.util.List;

/** MiniLM-L6-v2 with adapters in its last blocks and a cosine head. Takes text. */
public final class MiniLm extends TorchNetwork {

  private static final float[] NOTHING = {};

  private final MiniLmConfig config;
  private final TextTokens tokens;

  private MiniLm(MiniLmConfig config, Device device, TextTokens tokens) {
    super("MiniLm", new MiniLmScript(config).source(), config.head(), device, MiniLmWeights::load);
    this.config = config;
    this.tokens = tokens;
  }

  /** Loads weights and tokenizer from the class path. */
  public static MiniLm load(MiniLmConfig config, Device device) {
    return new MiniLm(config, device, TextTokens.load(config.maxTokens()));
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public List<SliceSpec> slices() {
    return config.adapters().slices(config.firstAdapted());
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
    List<Result> parts = frozen("encode", scope -> List.of(scope.longs(ids, ids.length)));
    boolean pooledOnly = config.adaptedBlocks() == 0;
    return new Encoded(
        ids.length,
        pooledOnly ? NOTHING : parts.get(0).values(),
        pooledOnly ? NOTHING : parts.get(1).values(),
        parts.get(2).values());
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    inputs.forEach(this::requireOwn);
    return batch(inputs.size(), new Packing(config, inputs)::tensors);
  }

  private void requireOwn(Encoded input) {
    int expected = config.adaptedBlocks() == 0 ? 0 : input.tokens() * WIDTH;
    if (input.hidden().length != expected || input.base().length != expected) {
      throw new IllegalArgumentException(
          "an input of %d tokens is encoded in %d values; %s needs %d: another network encoded it"
              .formatted(input.tokens(), input.hidden().length, name(), expected));
    }
  }

  @Override
  public void close() {
    super.close();
    tokens.close();
  }
}

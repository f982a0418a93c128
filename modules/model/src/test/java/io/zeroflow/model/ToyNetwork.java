package io.zeroflow.model;

import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network whose feature is the input itself plus θ's first floats, and whose loss is a number
 * that depends on θ, the batch and the rows: enough to see what a caller passes. Counts encodings.
 */
public final class ToyNetwork implements Network {

  private final int featureSize;
  private final List<Input> encoded = new ArrayList<>();

  public ToyNetwork(int featureSize) {
    this.featureSize = featureSize;
  }

  /** Inputs that were encoded so far, in order. */
  public List<Input> encoded() {
    return encoded;
  }

  /** An input of these values. */
  public static Input input(float... values) {
    return new Input.Pixels(List.of(values.length), values);
  }

  /** Encodes and collates. */
  public Batch batch(float[]... inputs) {
    return collate(Arrays.stream(inputs).map(values -> encode(input(values))).toList());
  }

  private record ToyBatch(List<Encoded> inputs) implements Batch {
    @Override
    public int size() {
      return inputs.size();
    }

    @Override
    public void close() {}
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String device() {
    return "cpu";
  }

  @Override
  public int featureSize() {
    return featureSize;
  }

  @Override
  public List<SliceSpec> slices() {
    return List.of(SliceSpec.zeros("shift", featureSize));
  }

  @Override
  public void check(Input input) {
    if (!(input instanceof Input.Pixels)) {
      throw new UnsupportedInputException("toy takes tensors, not " + input.kind());
    }
  }

  @Override
  public Encoded encode(Input input) {
    check(input);
    encoded.add(input);
    return new Encoded(1, new float[0], new float[0], ((Input.Pixels) input).values());
  }

  @Override
  public Batch collate(List<Encoded> inputs) {
    return new ToyBatch(List.copyOf(inputs));
  }

  @Override
  public double loss(Theta theta, Batch batch, int[] rows) {
    double loss = 0;
    float[][] features = features(theta, batch);
    for (int i = 0; i < rows.length; i++) {
      loss += (i + 1) * (rows[i] + 1) * (double) features[i][0];
    }
    return loss;
  }

  @Override
  public float[][] logits(Theta theta, Batch batch) {
    throw new UnsupportedOperationException("no head");
  }

  @Override
  public float[][] features(Theta theta, Batch batch) {
    return ((ToyBatch) batch)
        .inputs().stream()
            .map(
                input -> {
                  float[] feature = input.pooled().clone();
                  for (int i = 0; i < feature.length; i++) {
                    feature[i] += theta.get(i);
                  }
                  return feature;
                })
            .toArray(float[][]::new);
  }

  @Override
  public void close() {}
}

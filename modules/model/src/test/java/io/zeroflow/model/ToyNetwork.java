package io.zeroflow.model;

import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network whose feature is the input itself plus θ's first floats, with a cosine head in plain
 * double arithmetic. Counts encodings.
 */
public class ToyNetwork implements Network {

  private static final double TEMPERATURE = 10;

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
  public double loss(Theta theta, Batch batch, Target target) {
    float[][] logits = logits(theta, batch);
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      loss +=
          switch (target) {
            case Target.Rows(int[] rows) -> -Math.log(softmax(logits[i], 1)[rows[i]]);
            case Target.Teacher(float[][] teacher) -> distance(teacher[i], logits[i]);
            case Target.Boosted(int[] rows, float[][] offsets) ->
                -Math.log(softmax(logits[i], 1)[rows[i]])
                    - Math.log(softmax(sum(logits[i], offsets[i]), 1)[rows[i]]);
          };
    }
    return loss / logits.length;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int k = 0; k < sum.length; k++) {
      sum[k] += b[k];
    }
    return sum;
  }

  private static double distance(float[] teacher, float[] logits) {
    double t = Target.Teacher.TEMPERATURE;
    double[] says = softmax(teacher, t);
    double[] own = softmax(Arrays.copyOf(logits, teacher.length), t);
    double distance = 0;
    for (int k = 0; k < says.length; k++) {
      distance -= t * t * says[k] * Math.log(own[k]);
    }
    return distance;
  }

  private static double[] softmax(float[] logits, double temperature) {
    double[] p = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(logits[k] / temperature);
      sum += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }

  @Override
  public float[][] logits(Theta theta, Batch batch) {
    float[][] features = features(theta, batch);
    int rows = theta.size() / featureSize - 1;
    float[][] logits = new float[features.length][rows];
    for (int i = 0; i < features.length; i++) {
      for (int row = 0; row < rows; row++) {
        logits[i][row] = cosine(features[i], theta, (row + 1) * featureSize);
      }
    }
    return logits;
  }

  private static float cosine(float[] feature, Theta theta, int row) {
    double dot = 0;
    double a = 1e-12;
    double b = 1e-12;
    for (int k = 0; k < feature.length; k++) {
      dot += feature[k] * (double) theta.get(row + k);
      a += feature[k] * (double) feature[k];
      b += theta.get(row + k) * (double) theta.get(row + k);
    }
    return (float) (TEMPERATURE * dot / Math.sqrt(a * b));
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

package io.zeroflow.bench;

import ai.djl.Device;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Target;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a step of {@code zo-sgd(q=1)} costs beside its floor, the two forward passes that it cannot
 * do without, on the shipped model, one thread.
 */
public final class StepCost {

  private static final int CLASSES = 20;
  private static final int ROUNDS = 60;
  private static final int WARM_UP = 40;
  private static final int COLD_EVERY = 10;

  private final MiniLm network;
  private final List<Input> inputs;
  private final Target target;
  private final Theta theta;
  private final Optimizer optimizer;

  private StepCost(MiniLm network, int batchSize) throws IOException {
    this.network = network;
    List<Example> examples = new ArrayList<>(SystemCost.task().train());
    Collections.shuffle(examples, new Random(1));
    this.inputs =
        examples.stream()
            .limit(batchSize)
            .map(example -> (Input) new Input.Text(((Payload.Text) example.payload()).text()))
            .toList();
    this.target =
        new Target.Rows(IntStream.range(0, inputs.size()).map(i -> i % CLASSES).toArray());
    this.theta = Theta.allocate(1 << 20);
    network.slices().forEach(slice -> theta.append(slice, 1));
    for (int row = 0; row < CLASSES; row++) {
      var slice = theta.append(SliceSpec.zeros("head/" + row, network.featureSize()), 1);
      float[] feature = network.encode(inputs.get(row % inputs.size())).pooled();
      theta.write(slice.offset(), feature, feature.length);
    }
    this.optimizer = Strategy.parse("zo-sgd(lr=1e-6)").optimizer(theta, null);
  }

  /**
   * Measures.
   *
   * @param batchSize samples of a step
   * @return times by what was timed, in the order in which they are best read
   */
  public static Map<String, Timing> measure(MiniLmConfig config, int batchSize) throws IOException {
    try (MiniLm network = MiniLm.load(config, Device.cpu())) {
      return new StepCost(network, batchSize).run();
    }
  }

  /** Names of what is timed. */
  public static final String COLD_FORWARD = "bare forward, features not cached";

  public static final String WARM_FORWARD = "bare forward, features cached";
  public static final String COLD_STEP = "step, features not cached";
  public static final String WARM_STEP = "step, features cached";
  public static final String COLLATE = "of a step: making the batch";
  public static final String NOISE = "of a step: two perturbations and the update";

  private Map<String, Timing> run() {
    List<Encoded> cached = encode();
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      boolean counted = round >= 0;
      if (round % COLD_EVERY == 0) {
        time(times, COLD_FORWARD, counted, () -> forward(encode()));
        time(times, COLD_STEP, counted, () -> step(encode()));
      }
      try (Batch batch = network.collate(cached)) {
        time(times, WARM_FORWARD, counted, () -> network.loss(theta, batch, target));
      }
      time(times, WARM_STEP, counted, () -> step(cached));
      time(times, COLLATE, counted, () -> network.collate(cached).close());
      time(times, NOISE, counted, this::sweeps);
    }
    Map<String, Timing> report = new LinkedHashMap<>();
    times.forEach(
        (name, seconds) ->
            report.put(
                name, Timing.of(seconds.stream().mapToDouble(Double::doubleValue).toArray())));
    return report;
  }

  private List<Encoded> encode() {
    return inputs.stream().map(network::encode).toList();
  }

  private void forward(List<Encoded> encoded) {
    try (Batch batch = network.collate(encoded)) {
      network.loss(theta, batch, target);
    }
  }

  private void step(List<Encoded> encoded) {
    try (Batch batch = network.collate(encoded)) {
      StepRecord record =
          optimizer.measure(
              candidate -> network.loss(candidate, batch, target), new StepContext(1, 1, 1));
      optimizer.apply(record);
    }
  }

  private final Theta work = Theta.allocate(1 << 20);
  private final GaussianNoise noise = new GaussianNoise();

  private void sweeps() {
    new Candidate(theta, noise, 1, 1e-3f).writeTo(work);
    new Candidate(theta, noise, 1, -1e-3f).writeTo(work);
    optimizer.apply(StepRecord.sparse(new StepContext(1, 1, 1), List.of(0f), 0, 2));
  }

  private static void time(
      Map<String, List<Double>> times, String name, boolean counted, Runnable work) {
    long start = System.nanoTime();
    work.run();
    if (counted) {
      times.computeIfAbsent(name, n -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    }
  }
}

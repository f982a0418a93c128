package io.zeroflow.bench.vision;

import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.engine.TorchThread;
import io.zeroflow.model.vit.ViT;
import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTWeights;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A forward pass, a step of {@code zo-sgd(q=1)} and a step of {@code fo-sgd} on one batch, whose
 * frozen prefix was computed before. Memory is what comes on top of the loaded network and the
 * batch.
 */
public final class ViTCost {

  private static final int CLASSES = 20;
  private static final String ZEROTH_ORDER = "zo-sgd(lr=1e-6)";
  private static final String BACKPROP = "fo-sgd(lr=1e-6)";

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ViTCost() {}

  /**
   * Time and memory of one kind of work.
   *
   * @param seconds of a round, the median
   * @param cpuSeconds that the process computed meanwhile, the median
   * @param peakBytes of resident memory above what was there before
   */
  public record Cost(double seconds, double cpuSeconds, long peakBytes) {}

  /**
   * What one batch costs.
   *
   * @param images of the batch
   * @param parameters that are trained below the head
   * @param encode of the frozen prefix, an image
   */
  public record Row(
      int images, int parameters, Cost encode, Cost forward, Cost zerothOrder, Cost backprop) {}

  /**
   * Measures.
   *
   * @param rounds of each kind, after one that is not timed
   * @param threads of the engine
   */
  public static List<Row> measure(ViTConfig config, List<Integer> batches, int rounds, int threads)
      throws IOException {
    TorchThread.prepare(threads);
    try (ViTWeights weights = ViTWeights.random(1);
        ViT network = ViT.load(config, weights, Device.cpu())) {
      List<Row> rows = new ArrayList<>();
      for (int images : batches) {
        rows.add(measure(network, config.shape().image(), images, rounds));
      }
      return rows;
    }
  }

  private static Row measure(Network network, int size, int images, int rounds) throws IOException {
    List<Input> inputs =
        IntStream.range(0, images).mapToObj(image -> picture(size, image)).toList();
    Cost encode = cost(rounds, () -> network.encode(inputs.getFirst()));
    List<Encoded> encoded = inputs.stream().map(network::encode).toList();
    Target target = new Target.Rows(IntStream.range(0, images).map(i -> i % CLASSES).toArray());
    int parameters = network.slices().stream().mapToInt(ViTCost::size).sum();
    try (Batch batch = network.collate(encoded)) {
      Objective objective = new Objective(network, batch, target);
      Theta theta = theta(network, parameters);
      Cost forward = cost(rounds, () -> objective.loss(theta));
      Cost zerothOrder = cost(rounds, () -> step(ZEROTH_ORDER, theta, objective));
      Cost backprop = cost(rounds, () -> step(BACKPROP, theta, objective));
      return new Row(images, parameters, encode, forward, zerothOrder, backprop);
    }
  }

  private static void step(String strategy, Theta theta, Objective objective) {
    Optimizer optimizer = Strategy.parse(strategy).optimizer(theta, null);
    optimizer.apply(optimizer.measure(objective, new StepContext(1, 1, 1)));
  }

  /** Peak and median time of the rounds after the first. */
  private static Cost cost(int rounds, Runnable work) throws IOException {
    double[] seconds = new double[rounds];
    double[] cpuSeconds = new double[rounds];
    work.run(); // libtorch compiles a method when it is first called
    long peak =
        PeakMemory.during(
            () -> {
              for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                long cpu = PROCESS.getProcessCpuTime();
                work.run();
                seconds[round] = (System.nanoTime() - start) / 1e9;
                cpuSeconds[round] = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
              }
            });
    return new Cost(median(seconds), median(cpuSeconds), peak);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static Input picture(int size, int image) {
    float[] values = new float[3 * size * size];
    Init noise = new Init.Uniform(0.5f);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + noise.at(image, i);
    }
    return new Input.Pixels(List.of(3, size, size), values);
  }

  private static Theta theta(Network network, int parameters) {
    Theta theta = Theta.allocate(parameters + CLASSES * network.featureSize());
    network.slices().forEach(slice -> theta.append(slice, 1));
    for (int row = 0; row < CLASSES; row++) {
      theta.append(
          new SliceSpec("head/" + row, List.of(network.featureSize()), new Init.Uniform(1)), 2);
    }
    return theta;
  }

  private static int size(SliceSpec slice) {
    return slice.shape().stream().reduce(1, Math::multiplyExact);
  }

  private record Objective(Network network, Batch batch, Target target)
      implements DifferentiableObjective {

    @Override
    public double loss(Theta theta) {
      return network.loss(theta, batch, target);
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      return network.slope(theta, direction, batch, target);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      return network.gradient(theta, batch, target, gradient);
    }
  }
}

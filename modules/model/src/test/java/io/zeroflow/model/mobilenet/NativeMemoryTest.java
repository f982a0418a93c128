package io.zeroflow.model.mobilenet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.engine.NativeHeap;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forward-only learner may run for months: what a step takes it gives back. */
class NativeMemoryTest {

  private static final int STEPS = 10_000;
  private static final int WINDOW = 500;

  /**
   * The smallest object that malloc gives, with its own book-keeping: were one left behind a step,
   * every window would grow by that. The compiler of the JVM takes and frees memory of its own, so
   * the quietest window of several counts.
   */
  private static final long LEAK = 32;

  private static final List<String> KINDS =
      List.of("zo-sgd", "zo-adam(q=2)", "zo-sgd-conserve", "forward-grad");

  private static final int ROWS = 5;
  private static final int BATCH = 8;

  @TempDir Path folder;

  @Test
  void isFlatOverTenThousandStepsOfEveryKind() throws Exception {
    Path weights = new RandomTrunk().write(folder);
    MobileNetConfig config = new MobileNetConfig(32, true, 3, 0.5f, 16f);
    try (Network network = MobileNet.load(weights, config, Device.cpu())) {
      Random random = new Random(1);
      List<Encoded> inputs =
          IntStream.range(0, BATCH).mapToObj(_ -> image(network, random)).toList();
      Learner learner = new Learner(network, inputs);
      for (String line : KINDS) {
        learner.steps(line, WINDOW); // what is allocated at first use is there now
        long least = Long.MAX_VALUE;
        // The JIT compiler's arenas are on the same heap; a leak is in every window, they are not.
        int windows = STEPS / KINDS.size() / WINDOW;
        for (int window = 0;
            window < windows || (least >= LEAK * WINDOW && window < 10 * windows);
            window++) {
          long before = NativeHeap.bytesInUse();
          learner.steps(line, WINDOW);
          least = Math.min(least, NativeHeap.bytesInUse() - before);
        }
        assertThat(least).as(line).isLessThan(LEAK * WINDOW);
      }
    }
  }

  private static Encoded image(Network network, Random random) {
    float[] values = new float[3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return network.encode(new Input.Pixels(List.of(3, 32, 32), values));
  }

  /** Lays out a batch anew for every step, as a stream makes it do. */
  private static final class Learner {
    private final Network network;
    private final List<Encoded> inputs;
    private final Theta theta = Theta.allocate(10_000);
    private final Target target = new Target.Rows(new int[] {0, 1, 2, 3, 4, 0, 1, 2});
    private long step;

    Learner(Network network, List<Encoded> inputs) {
      this.network = network;
      this.inputs = inputs;
      network.slices().forEach(slice -> theta.append(slice, 1));
      for (int row = 0; row < ROWS; row++) {
        theta.append(
            new SliceSpec("row-" + row, List.of(network.featureSize()), new Init.Uniform(1)), 1);
      }
    }

    void steps(String line, int n) {
      Optimizer optimizer = Strategy.parse(line).optimizer(theta, null);
      for (int i = 0; i < n; i++) {
        step++;
        try (Batch batch = network.collate(inputs)) {
          optimizer.apply(
              optimizer.measure(
                  new Loss(network, batch, target), new StepContext(step, step, step)));
        }
      }
    }
  }

  private record Loss(Network network, Batch batch, Target target)
      implements DifferentiableObjective {
    @Override
    public double loss(Theta theta) {
      return network.loss(theta, batch, target);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      return network.gradient(theta, batch, target, gradient);
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      return network.slope(theta, direction, batch, target);
    }
  }
}

package io.zeroflow.bench;

import ai.djl.Device;
import io.zeroflow.model.engine.TorchModule;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.model.torch.Script;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What share of a step goes elsewhere than into its forward passes, where that share is largest: on
 * a small perceptron, 784–256–10, all of whose 203,530 parameters are trained. Beside it the loop
 * that one would write in libtorch, MeZO's: noise drawn again from its seed by torch, added to the
 * weights in place, taken off again. One thread, all in one run, in turns of many steps: in
 * training the steps of one strategy follow one another, and find θ where the last one left it in
 * the caches.
 */
public final class StepShare {

  private static final int INPUTS = 784;
  private static final int HIDDEN = 256;
  private static final int OUTPUTS = 10;
  private static final int D = (INPUTS + 1) * HIDDEN + (HIDDEN + 1) * OUTPUTS;
  private static final int WARM_UP = 300;
  private static final int ROUNDS = 1000;

  /** Steps of one way before it is another's turn. */
  private static final int TURN = 50;

  private static final String LOSS =
      Script.method(
          "loss(self, theta: Tensor, x: Tensor, y: Tensor, frozen: List[Tensor]) -> Tensor",
          """
          w = theta.narrow(0, 0, %1$d).view(%2$d, %3$d)
          b = theta.narrow(0, %1$d, %2$d)
          v = theta.narrow(0, %4$d, %5$d).view(%6$d, %2$d)
          c = theta.narrow(0, %7$d, %6$d)
          h = torch.relu(torch.addmm(b, x, w.t()))
          return torch.cross_entropy_loss(torch.addmm(c, h, v.t()), y)
          """
              .formatted(
                  INPUTS * HIDDEN,
                  HIDDEN,
                  INPUTS,
                  (INPUTS + 1) * HIDDEN,
                  HIDDEN * OUTPUTS,
                  OUTPUTS,
                  D - OUTPUTS));

  private static final String STEP =
      Script.method(
          "step(self, theta: Tensor, x: Tensor, y: Tensor, seed: Tensor, frozen: List[Tensor])"
              + " -> Tensor",
          """
          number = int(seed.item())
          torch.manual_seed(number)
          theta.add_(torch.randn_like(theta), alpha=1e-3)
          above = self.loss(theta, x, y, frozen)
          torch.manual_seed(number)
          theta.add_(torch.randn_like(theta), alpha=-2e-3)
          below = self.loss(theta, x, y, frozen)
          torch.manual_seed(number)
          theta.add_(torch.randn_like(theta), alpha=1e-3)
          p = float(above - below) / 2e-3
          torch.manual_seed(number)
          theta.add_(torch.randn_like(theta), alpha=-1e-6 * p)
          return above
          """);

  /**
   * What was measured of one way to step.
   *
   * @param name of it
   * @param step seconds of a step
   * @param share part of it that is not in its forward passes
   */
  public record Share(String name, Timing step, Timing share) {}

  private record Way(String name, Optimizer optimizer, double[] steps, double[] shares) {

    static Way of(String name, String line) {
      Optimizer optimizer = Strategy.parse(line).optimizer(weights(), null);
      return new Way(name, optimizer, new double[ROUNDS], new double[ROUNDS]);
    }

    void count(int round, long step, long forwards) {
      if (round >= 0) {
        steps[round] = step / 1e9;
        shares[round] = 1 - forwards / (double) step;
      }
    }

    Share share() {
      return new Share(name, Timing.of(steps), Timing.of(shares));
    }
  }

  private final TorchModule module;
  private final TensorScope scope;
  private final List<Tensor> batch;
  private final List<Way> ours =
      List.of(
          Way.of("Gaussian", "zo-sgd(lr=1e-6)"),
          Way.of("Rademacher", "zo-sgd(lr=1e-6, noise=rademacher)"),
          Way.of("Gaussian, sparsity 0.9", "zo-sgd(lr=1e-6, sparsity=0.9)"),
          Way.of("the same, a mask a task", "zo-sgd(lr=1e-6, sparsity=0.9, resample=task)"));

  /** Its strategy is what the script does; of the optimizer it uses θ only. */
  private final Way inPlace = Way.of("in place, noise by torch", "zo-sgd(lr=1e-6)");

  private StepShare(TorchModule module, TensorScope scope, int batchSize) {
    this.module = module;
    this.scope = scope;
    Random random = new Random(1);
    float[] x = new float[batchSize * INPUTS];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    this.batch =
        List.of(
            scope.floats(x, batchSize, INPUTS),
            scope.longs(random.longs(batchSize, 0, OUTPUTS).toArray(), batchSize));
  }

  /**
   * Measures.
   *
   * @return ours, then the loop in place
   */
  public static List<Share> measure(int batchSize) {
    try (TorchModule module = TorchModule.compile("Perceptron", LOSS + STEP, Device.cpu());
        TensorScope scope = module.newScope()) {
      return new StepShare(module, scope, batchSize).run();
    }
  }

  private List<Share> run() {
    for (int from = -WARM_UP; from < ROUNDS; from += TURN) {
      for (Way way : ours) {
        for (int round = from; round < from + TURN; round++) {
          step(way, round);
        }
      }
      for (int round = from; round < from + TURN; round++) {
        torchStep(round);
      }
    }
    return Stream.concat(ours.stream(), Stream.of(inPlace)).map(Way::share).toList();
  }

  private void step(Way way, int round) {
    long number = round + WARM_UP + 1L;
    long[] inside = {0};
    Objective timed =
        theta -> {
          long from = System.nanoTime();
          double loss = loss(theta);
          inside[0] += System.nanoTime() - from;
          return loss;
        };
    long from = System.nanoTime();
    StepContext context = new StepContext(number, Seeds.child(1, number), number);
    way.optimizer().apply(way.optimizer().measure(timed, context));
    way.count(round, System.nanoTime() - from, inside[0]);
  }

  /** Two bare forward passes stand for those inside, which cannot be timed apart. */
  private void torchStep(int round) {
    Theta theta = inPlace.optimizer().theta();
    long start = System.nanoTime();
    loss(theta);
    loss(theta);
    long forwards = System.nanoTime() - start;
    long from = System.nanoTime();
    List<Tensor> arguments =
        List.of(batch.get(0), batch.get(1), scope.longs(new long[] {round + WARM_UP}, 1));
    module.call("step", theta, arguments, List.of());
    inPlace.count(round, System.nanoTime() - from, forwards);
  }

  private double loss(Theta theta) {
    return module.call("loss", theta, batch, List.of()).getFirst().values()[0];
  }

  private static Theta weights() {
    Theta theta = Theta.allocate(D);
    theta.append(SliceSpec.zeros("perceptron", D), 1);
    Theta weights = theta.copy();
    theta.perturbInto(weights, new GaussianNoise(), 1, 0.05f);
    return weights;
  }
}

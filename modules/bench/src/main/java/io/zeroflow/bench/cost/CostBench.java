package io.zeroflow.bench.cost;

import com.sun.management.OperatingSystemMXBean;
import io.zeroflow.bench.SystemCost;
import io.zeroflow.bench.Timing;
import io.zeroflow.data.Payload;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.method.BatchLoss;
import io.zeroflow.model.torch.TorchNetwork;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * Steps of strategies on one batch whose frozen part was computed before, beside a bare forward
 * pass. Memory is what comes on top of the loaded network and the batch, of the whole process: no
 * graph and no activation that a step keeps can hide from it.
 */
public final class CostBench {

  private static final int CLASSES = 20;

  /** Pixels in height and width of the images that image networks are given. */
  private static final int SIDE = 224;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Network network;
  private final List<Strategy> strategies;
  private final int rounds;
  private final int threads;

  /**
   * Something to measure.
   *
   * @param rounds that are timed, after one that is not
   * @param threads of the engine
   */
  public CostBench(Network network, List<Strategy> strategies, int rounds, int threads) {
    this.network = network;
    this.strategies = List.copyOf(strategies);
    this.rounds = rounds;
    this.threads = threads;
  }

  /** Names of what is measured at each batch size, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(CostRow.FORWARD));
    strategies.forEach(strategy -> names.add(strategy.brief()));
    if (network instanceof TorchNetwork && network.differentiable()) {
      names.add(CostRow.ALL_WEIGHTS);
    }
    return names;
  }

  /**
   * Measures at one size.
   *
   * @param size samples of the batch
   * @param done told of each row as soon as it is there
   * @return as {@link #names}
   */
  public List<CostRow> measure(int size, Consumer<CostRow> done) throws IOException {
    network.enter(threads);
    List<Encoded> encoded = inputs(size).stream().map(network::encode).toList();
    Target target = new Target.Rows(IntStream.range(0, size).map(i -> i % CLASSES).toArray());
    try (Batch batch = network.collate(encoded)) {
      BatchLoss loss = new BatchLoss(network, batch, target);
      Theta theta = theta();
      List<Work> works = new ArrayList<>();
      works.add(new Work(CostRow.FORWARD, () -> forward(loss, theta), rounds));
      for (Strategy strategy : strategies) {
        Optimizer optimizer = strategy.optimizer(theta(), null);
        works.add(new Work(strategy.brief(), () -> step(optimizer, loss), rounds));
      }
      if (network instanceof TorchNetwork whole && network.differentiable()) {
        works.add(new Work(CostRow.ALL_WEIGHTS, () -> whole(whole, theta, batch, target), rounds));
      }
      // In turns, so that a machine that slows down slows all of them.
      for (int round = 0; round < rounds; round++) {
        for (Work work : works) {
          work.time(round);
        }
      }
      long unused = peak(works.getFirst()); // counts what is done for the first time, too
      List<CostRow> rows = new ArrayList<>();
      for (Work work : works) {
        CostRow row = work.row(size, peak(work));
        done.accept(row);
        rows.add(row);
      }
      return rows;
    }
  }

  /** The middle one of three: the JVM takes and gives back memory of its own meanwhile. */
  private long peak(Work work) throws IOException {
    Runnable once =
        () -> {
          network.enter(threads);
          int unused = work.step.getAsInt();
        };
    long[] peaks = {PeakMemory.during(once), PeakMemory.during(once), PeakMemory.during(once)};
    Arrays.sort(peaks);
    return peaks[1];
  }

  /** Something to measure; run once before, because libtorch compiles a method at first. */
  private static final class Work {
    private final String name;
    private final IntSupplier step;
    private final int forwards;
    private final double[] seconds;
    private final double[] cpuSeconds;

    Work(String name, IntSupplier step, int rounds) {
      this.name = name;
      this.step = step;
      this.forwards = step.getAsInt();
      this.seconds = new double[rounds];
      this.cpuSeconds = new double[rounds];
    }

    void time(int round) {
      long start = System.nanoTime();
      long cpu = PROCESS.getProcessCpuTime();
      int unused = step.getAsInt();
      seconds[round] = (System.nanoTime() - start) / 1e9;
      cpuSeconds[round] = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
    }

    CostRow row(int batch, long peak) {
      return new CostRow(name, batch, forwards, Timing.of(seconds), median(cpuSeconds), peak);
    }
  }

  private static int forward(BatchLoss loss, Theta theta) {
    loss.loss(theta);
    return 1;
  }

  private static int whole(TorchNetwork network, Theta theta, Batch batch, Target target) {
    double unused = network.gradientOfAll(theta, batch, target);
    return 1;
  }

  /** The seed is always the same: what a step costs does not depend on it. */
  private static int step(Optimizer optimizer, BatchLoss loss) {
    StepRecord record = optimizer.measure(loss, new StepContext(1, Seeds.child(1, 1), 1));
    optimizer.apply(record);
    return record.forwards();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private List<Input> inputs(int size) throws IOException {
    try {
      network.check(new Input.Text("a text"));
    } catch (UnsupportedInputException e) {
      return IntStream.range(0, size).mapToObj(CostBench::picture).toList();
    }
    List<Input> texts =
        SystemCost.task().train().stream()
            .map(example -> (Input) new Input.Text(((Payload.Text) example.payload()).text()))
            .toList();
    return IntStream.range(0, size).mapToObj(i -> texts.get(i % texts.size())).toList();
  }

  private static Input picture(int number) {
    float[] values = new float[3 * SIDE * SIDE];
    Init noise = new Init.Uniform(0.5f);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + noise.at(number, i);
    }
    return new Input.Pixels(List.of(3, SIDE, SIDE), values);
  }

  private Theta theta() {
    int below = network.slices().stream().mapToInt(slice -> length(slice.shape())).sum();
    Theta theta = Theta.allocate(below + CLASSES * network.featureSize());
    network.slices().forEach(slice -> theta.append(slice, 1));
    for (int row = 0; row < CLASSES; row++) {
      theta.append(
          new SliceSpec("head/" + row, List.of(network.featureSize()), new Init.Uniform(1)), 2);
    }
    return theta;
  }

  private static int length(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}

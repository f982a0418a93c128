package io.zeroflow.bench.forward;

import ai.djl.Device;
import io.zeroflow.bench.Timing;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.engine.ImportedModule;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.model.vit.ViT;
import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTShape;
import io.zeroflow.model.vit.ViTSize;
import io.zeroflow.model.vit.ViTWeights;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Forward passes of ours, of the network written in PyTorch and exported to the same libtorch, and
 * in Python, in turns, one thread each. Weights are random in all but MiniLM's ours, which costs
 * the same.
 *
 * <p>First what a candidate of a step costs with adapters in every block, and all three do the same
 * work: what lies below the first adapter, the embedding and most of the first block, was computed
 * when the input came. Ours computes the last block of a vision transformer for its class token
 * alone, the others do not.
 *
 * <p>Then two candidates of a network whose last block alone is adapted, with the frozen part run
 * once, as for samples that come for the first time, against two passes through the whole network.
 * Ours runs the frozen part input by input, the other passes the whole batch.
 */
public final class ForwardBench {

  private static final int TOKENS = 32;
  private static final int ROWS = 20;
  private static final int WARM_UP = 2;

  /** Networks that can be compared. */
  public enum Kind {
    /** MiniLM-L6 on texts of 32 tokens. */
    MINILM,
    /** ViT-Ti/16. */
    VIT_TINY,
    /** ViT-B/16. */
    VIT_BASE;

    private ViTSize size() {
      return this == VIT_BASE ? ViTSize.BASE : ViTSize.TINY;
    }

    private List<String> arguments() {
      if (this == MINILM) {
        return List.of("minilm", "384", "6", "12", "4", "" + TOKENS);
      }
      ViTShape shape = size().shape();
      return List.of(
          "vit", "" + shape.width(), "" + shape.depth(), "" + shape.heads(), "64", "197");
    }

    private Network everyBlockAdapted() {
      return adapted(this == MINILM ? 6 : size().shape().depth());
    }

    private Network lastBlockAdapted() {
      return adapted(1);
    }

    private Network adapted(int blocks) {
      if (this == MINILM) {
        return MiniLm.load(new MiniLmConfig(blocks, 4, 3f, 16f, 64), Device.cpu());
      }
      try (ViTWeights weights = ViTWeights.random(1)) {
        return ViT.load(
            new ViTConfig(size().shape(), blocks, 64, 0.1f, 16f, 0, 1), weights, Device.cpu());
      }
    }

    private Input input() {
      if (this == MINILM) {
        return new Input.Text("the ".repeat(TOKENS - 2).strip()); // and the first and last token
      }
      float[] values = new float[3 * 224 * 224];
      Init noise = new Init.Uniform(0.5f);
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5f + noise.at(1, i);
      }
      return new Input.Pixels(List.of(3, 224, 224), values);
    }

    private List<Integer> shape() {
      return this == MINILM ? List.of(TOKENS) : List.of(3, 224, 224);
    }
  }

  /**
   * What was measured at one batch size; seconds.
   *
   * @param ours a candidate, every block adapted
   * @param exported the same work
   * @param python the same work
   * @param shared the frozen part and two candidates, the last block adapted
   * @param whole a pass through the whole exported network
   */
  public record Row(
      String network,
      int batch,
      Timing ours,
      Timing exported,
      Timing python,
      Timing shared,
      Timing whole) {

    /** A line of the table; the ratios are those of medians. */
    public String markdown() {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %s | %s | %s | %.2f | %.2f | %s | %s | %.2f |%n",
          network,
          batch,
          ms(ours),
          ms(exported),
          ms(python),
          ours.median() / exported.median(),
          ours.median() / python.median(),
          ms(shared),
          ms(whole),
          shared.median() / (2 * whole.median()));
    }

    private static String ms(Timing timing) {
      return String.format(
          Locale.ROOT,
          "%.1f (%.1f – %.1f)",
          1e3 * timing.median(),
          1e3 * timing.low(),
          1e3 * timing.high());
    }
  }

  /**
   * All rows.
   *
   * @param torch what Python runs
   */
  public record Report(String torch, List<Row> rows) {

    /** What stands above the lines of the rows. */
    public static final String HEAD =
        "| network | batch | ours, ms | exported, ms | Python, ms | ours / exported | ours / Python"
            + " | frozen part and two candidates, ms | whole pass exported, ms | over two passes |\n"
            + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
  }

  private ForwardBench() {}

  /**
   * Measures.
   *
   * @param python command of a Python that has torch
   * @param done told of each row as soon as it is there
   * @return what Python runs
   * @throws io.zeroflow.runtime.settings.SettingsException if it has none
   */
  public static String measure(
      List<Kind> kinds, List<Integer> batches, String python, int rounds, Consumer<Row> done)
      throws IOException {
    String torch = "";
    for (Kind kind : kinds) {
      Path directory = Files.createTempDirectory("zeroflow-forward-");
      Path whole = directory.resolve("whole.pt");
      Path rest = directory.resolve("rest.pt");
      List<String> arguments = new ArrayList<>(kind.arguments());
      arguments.addAll(List.of(whole.toString(), rest.toString()));
      try (PythonModel model = new PythonModel(python, directory, arguments);
          Ways ways = new Ways(kind, model, whole, rest)) {
        torch = model.version();
        for (int size : batches) {
          done.accept(ways.row(size, rounds));
        }
      } finally {
        for (String name : List.of("whole.pt", "rest.pt", "alternative.py", "python.log")) {
          Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
      }
    }
    return torch;
  }

  /** Everything that is timed for one network. */
  private static final class Ways implements AutoCloseable {
    private final Kind kind;
    private final PythonModel python;
    private final ImportedModule whole;
    private final ImportedModule rest;
    private final Network every;
    private final Network last;

    Ways(Kind kind, PythonModel python, Path whole, Path rest) throws IOException {
      this.kind = kind;
      this.python = python;
      this.whole = ImportedModule.load(Files.readAllBytes(whole), Device.cpu());
      this.rest = ImportedModule.load(Files.readAllBytes(rest), Device.cpu());
      this.every = kind.everyBlockAdapted();
      this.last = kind.lastBlockAdapted();
    }

    Row row(int size, int rounds) {
      Encoded encoded = every.encode(kind.input());
      Theta theta = theta(every);
      Theta above = theta(last);
      float[] raw = new float[kind.shape().stream().reduce(1, (a, b) -> a * b)];
      List<float[]> inputs = Collections.nCopies(size, raw);
      List<float[]> nothing = Collections.nCopies(size, new float[1]);
      double[][] seconds = new double[5][rounds];
      try (Batch batch = every.collate(Collections.nCopies(size, encoded))) {
        List<DoubleSupplier> ways =
            List.of(
                () -> timed(() -> every.logits(theta, batch)),
                () -> timed(() -> rest.forward(nothing, List.of(1))),
                () -> python.seconds(size),
                () -> timed(() -> shared(above, size)),
                () -> timed(() -> whole.forward(inputs, kind.shape())));
        for (int round = -WARM_UP; round < rounds; round++) {
          for (int way = 0; way < ways.size(); way++) {
            double taken = ways.get(way).getAsDouble();
            if (round >= 0) {
              seconds[way][round] = taken;
            }
          }
        }
      }
      return new Row(
          kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          size,
          Timing.of(seconds[0]),
          Timing.of(seconds[1]),
          Timing.of(seconds[2]),
          Timing.of(seconds[3]),
          Timing.of(seconds[4]));
    }

    private void shared(Theta theta, int size) {
      List<Encoded> encoded = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        encoded.add(last.encode(kind.input()));
      }
      try (Batch batch = last.collate(encoded)) {
        last.logits(theta, batch);
        last.logits(theta, batch);
      }
    }

    @Override
    public void close() {
      every.close();
      last.close();
      rest.close();
      whole.close();
    }
  }

  private static double timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static Theta theta(Network network) {
    int below = network.slices().stream().mapToInt(SliceSpec::length).sum();
    Theta theta = Theta.allocate(below + ROWS * network.featureSize());
    network.slices().forEach(slice -> theta.append(slice, 1));
    theta.append(
        new SliceSpec("rows", List.of(ROWS, network.featureSize()), new Init.Uniform(1)), 1);
    return theta;
  }
}

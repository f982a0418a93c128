package io.zeroflow.model.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Target;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.weights.WeightsException;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that Python wrote, {@code imported/make.py}, beside what Python says of it. */
class ImportedNetworkTest {

  private static final Path FILE = Path.of("src/test/resources/imported/small.pt");
  private static final List<Integer> SHAPE = List.of(3, 4);
  private static final float TEMPERATURE = 4f;
  private static final int[] LABELS = {1, 0};

  @TempDir Path folder;
  private static String digest;
  private static double[][] expected;
  private static ImportedNetwork network;
  private static Batch batch;

  @BeforeAll
  static void load() throws Exception {
    byte[] bytes = Files.readAllBytes(FILE);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    try (var lines = Files.lines(FILE.resolveSibling("expected.txt"))) {
      expected =
          lines
              .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble))
              .map(row -> row.toArray())
              .toArray(double[][]::new);
    }
    network = ImportedNetwork.load(config("adapter.*"), Device.cpu());
    batch = network.collate(IntStream.of(0, 1).mapToObj(i -> network.encode(input(i))).toList());
  }

  @AfterAll
  static void close() {
    batch.close();
    network.close();
  }

  private static ImportedConfig config(String... trainable) {
    return new ImportedConfig(FILE, Set.of(digest), List.of(trainable), SHAPE, TEMPERATURE);
  }

  /** Row i of 24 numbers spread evenly from −1 to 1. */
  private static Input input(int i) {
    float[] values = new float[12];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (-1 + 2.0 * (12 * i + k) / 23);
    }
    return new Input.Pixels(SHAPE, values);
  }

  /** θ as it starts, with two head rows. */
  private static Theta start() {
    Theta theta = Theta.allocate(1000);
    network.slices().forEach(slice -> theta.append(slice, 1));
    for (String row : List.of("row-0", "row-1")) {
      theta.append(new SliceSpec(row, List.of(network.featureSize()), new Init.Uniform(1)), 1);
    }
    return theta;
  }

  private static Theta moved() {
    Theta theta = start();
    int d = network.slices().stream().mapToInt(SliceSpec::length).sum();
    for (int i = 0; i < d; i++) {
      theta.set(i, (float) (0.1 * (float) Math.sin(i)));
    }
    return theta;
  }

  @Test
  void theChosenParametersAreThetas() {
    assertThat(network.slices().stream().map(SliceSpec::name))
        .containsExactly(
            "adapter.0.weight", "adapter.0.bias", "adapter.2.weight", "adapter.2.bias");
    assertThat(network.slices().stream().map(SliceSpec::shape))
        .containsExactly(List.of(3, 8), List.of(3), List.of(8, 3), List.of(8));
    assertThat(network.featureSize()).isEqualTo(8);
    assertThat(network.differentiable()).isFalse();
    assertThat(network.name()).contains(digest, "adapter.*");
  }

  @Test
  void featuresAreThoseOfPythonBeforeAndAfterThetaMoves() {
    assertClose(network.features(start(), batch), 0);
    assertClose(network.features(moved(), batch), 2);
    assertClose(network.features(start(), batch), 0); // nothing is left of the move
    assertThat(network.encode(input(1)).pooled()[3])
        .isCloseTo((float) expected[1][3], within(1e-6f));
  }

  private static void assertClose(float[][] features, int from) {
    for (int i = 0; i < features.length; i++) {
      for (int k = 0; k < features[i].length; k++) {
        assertThat((double) features[i][k]).isCloseTo(expected[from + i][k], within(2e-6));
      }
    }
  }

  @Test
  void theLossIsCrossEntropyOfTheCosines() {
    Theta theta = moved();
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      double[] logits = new double[2];
      for (int row = 0; row < 2; row++) {
        int at = theta.slice("row-" + row).offset();
        double dot = 0;
        double f = 0;
        double w = 0;
        for (int k = 0; k < 8; k++) {
          dot += expected[2 + i][k] * theta.get(at + k);
          f += expected[2 + i][k] * expected[2 + i][k];
          w += theta.get(at + k) * theta.get(at + k);
        }
        logits[row] = TEMPERATURE * dot / Math.sqrt(f * w);
      }
      sum += Math.log(Math.exp(logits[0]) + Math.exp(logits[1])) - logits[LABELS[i]];
    }

    assertThat(network.loss(theta, batch, new Target.Rows(LABELS)))
        .isCloseTo(sum / 2, within(1e-6));
  }

  @Test
  void forwardOnlyStepsLowerItsLoss() {
    Theta theta = start();
    Optimizer optimizer = Strategy.parse("zo-sgd(lr=0.02, q=4)").optimizer(theta, null);
    Target target = new Target.Rows(LABELS);
    double before = network.loss(theta, batch, target);
    for (int step = 1; step <= 150; step++) {
      optimizer.apply(
          optimizer.measure(
              work -> network.loss(work, batch, target), new StepContext(step, step, step)));
    }

    assertThat(network.loss(theta, batch, new Target.Rows(LABELS))).isLessThan(0.5 * before);
  }

  @Test
  void threadsDoNotSeeEachOthersTheta() throws Exception {
    float[][] one = network.features(start(), batch);
    float[][] other = network.features(moved(), batch);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Callable<Void>> calls =
          IntStream.range(0, 200)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        Theta theta = i % 2 == 0 ? start() : moved();
                        assertThat(network.features(theta, batch))
                            .isDeepEqualTo(i % 2 == 0 ? one : other);
                        return null;
                      })
              .toList();
      for (var call : threads.invokeAll(calls)) {
        call.get();
      }
    }
  }

  @Test
  void whatIsNotOnTheListDoesNotRun() {
    ImportedConfig stranger =
        new ImportedConfig(FILE, Set.of("00"), List.of("*"), SHAPE, TEMPERATURE);

    assertThatExceptionOfType(WeightsException.class)
        .isThrownBy(() -> ImportedNetwork.load(stranger, Device.cpu()))
        .withMessageContaining("small.pt is not allowed to run")
        .withMessageContaining(digest);
  }

  @Test
  void mistakesAreNamed() throws IOException {
    assertMistake(config("adaptor.*"), "no parameter is named like 'adaptor.*'", "trunk.weight");
    assertMistake(
        new ImportedConfig(FILE, Set.of(digest), List.of("*"), List.of(5), TEMPERATURE),
        "takes no input of shape [1, 5]");
    assertMistake(
        new ImportedConfig(
            folder.resolve("none.pt"), Set.of(digest), List.of("*"), SHAPE, TEMPERATURE),
        "none.pt: expected a TorchScript file");
    Path text = Files.writeString(folder.resolve("text.pt"), "hello");
    assertMistake(
        new ImportedConfig(
            text,
            Set.of("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
            List.of("*"),
            SHAPE,
            TEMPERATURE),
        "text.pt: it is no TorchScript module");
    assertThatExceptionOfType(UnsupportedInputException.class)
        .isThrownBy(() -> network.check(new Input.Text("hello")))
        .withMessageContaining("small.pt takes tensors of shape [3, 4], not text");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                network.collate(List.of(new Encoded(1, new float[5], new float[5], new float[8]))))
        .withMessageContaining("needs inputs of 12 values");
  }

  private static void assertMistake(ImportedConfig config, String... words) {
    assertThatExceptionOfType(WeightsException.class)
        .isThrownBy(() -> ImportedNetwork.load(config, Device.cpu()))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }
}

package io.zeroflow.model.mobilenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.StackedLosses;
import io.zeroflow.model.Target;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MobileNetTest {

  private static final int WIDTH = 160;
  private static final int[] LABELS = {0, 2, 1};
  private static final Target RIGHT = new Target.Rows(LABELS);

  @TempDir static Path folder;
  private static MobileNet network;
  private static MobileNet headOnly;

  @BeforeAll
  static void load() throws IOException {
    Path weights = new RandomTrunk().write(folder);
    network = MobileNet.load(weights, config(true), Device.cpu());
    headOnly = MobileNet.load(weights, config(false), Device.cpu());
  }

  private static MobileNetConfig config(boolean adapted) {
    return new MobileNetConfig(32, adapted, 3, 0.5f, 16f);
  }

  @AfterAll
  static void close() {
    network.close();
    headOnly.close();
  }

  @Test
  void theNameTellsWhatShapesTheNetwork() {
    assertThat(network.name())
        .matches(
            "mobilenet-v2\\(side=32, adapted=true, bottleneck=3, scale=0.5, temperature=16.0,"
                + " weights=[0-9a-f]{16}\\)");
    assertThat(network.featureSize()).isEqualTo(WIDTH);
    assertThat(headOnly.slices()).isEmpty();
    assertThat(network.slices()).extracting(SliceSpec::length).containsExactly(480, 3, 480, 160);
  }

  @Test
  void anImageFileIsItsPixels() throws IOException {
    BufferedImage image = new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB);
    float[] values = new float[3 * 35];
    for (int i = 0; i < 35; i++) {
      int[] colour = {i * 7 % 256, i * 31 % 256, i * 97 % 256};
      image.setRGB(i % 7, i / 7, colour[0] << 16 | colour[1] << 8 | colour[2]);
      for (int c = 0; c < 3; c++) {
        values[c * 35 + i] = colour[c] / 255f;
      }
    }

    float[] expected = network.encode(new Input.Pixels(List.of(3, 5, 7), values)).pooled();

    assertClose(network.encode(Pictures.png(image)).pooled(), expected);
  }

  @Test
  void greyIsTheSameInEveryForm() throws IOException {
    BufferedImage grey = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage deep = new BufferedImage(6, 6, BufferedImage.TYPE_USHORT_GRAY);
    float[] values = new float[36];
    for (int i = 0; i < 36; i++) {
      grey.getRaster().setSample(i % 6, i / 6, 0, 7 * i);
      deep.getRaster().setSample(i % 6, i / 6, 0, 257 * 7 * i);
      values[i] = 7 * i / 255f;
    }
    float[] three = new float[108];
    for (int i = 0; i < 108; i++) {
      three[i] = values[i % 36];
    }

    float[] expected = network.encode(new Input.Pixels(List.of(1, 6, 6), values)).pooled();

    assertThat(network.encode(new Input.Pixels(List.of(3, 6, 6), three)).pooled())
        .isEqualTo(expected);
    assertClose(network.encode(Pictures.png(grey)).pooled(), expected);
    assertClose(network.encode(Pictures.png(deep)).pooled(), expected);
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatExceptionOfType(UnsupportedInputException.class)
        .isThrownBy(() -> network.check(new Input.Text("cat")))
        .withMessage("MobileNet takes images, not text; send an image, or choose a network for it");
    for (List<Integer> shape : List.of(List.of(4), List.of(2, 2, 1), List.of(4, 1, 1))) {
      assertThatExceptionOfType(UnsupportedInputException.class)
          .isThrownBy(() -> network.check(new Input.Pixels(shape, new float[4])))
          .withMessageEndingWith("or [3, height, width], not " + shape);
    }
    assertThatExceptionOfType(UnsupportedInputException.class)
        .isThrownBy(() -> network.encode(new Input.Image(new byte[] {1, 2, 3})))
        .withMessage(
            "the image cannot be used: its 3 bytes are neither PNG nor JPEG; send a PNG or JPEG in"
                + " RGB or grey");
  }

  @Test
  void refusesAFileThatIsCutShort() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    byte[] whole = Pictures.png(image).bytes();

    assertThatExceptionOfType(UnsupportedInputException.class)
        .isThrownBy(() -> network.encode(new Input.Image(Arrays.copyOf(whole, whole.length / 2))))
        .withMessageStartingWith("the image cannot be used");
  }

  @Test
  void anInputAlwaysHasTheSameBits() {
    assertThat(encoded(1).pooled())
        .isEqualTo(encoded(1).pooled())
        .isNotEqualTo(encoded(2).pooled());
  }

  @Test
  void atItsStartTheAdapterIsTheIdentity() {
    Theta theta = theta(network, 0);
    try (Batch batch = batch(network)) {
      assertThat(network.features(theta, batch)[1]).containsExactly(encoded(1).pooled());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 32})
  void lossesOfManyCandidatesAreThoseOfOneByOne(int directions) {
    for (MobileNet each : List.of(network, headOnly)) {
      try (Batch batch = batch(each)) {
        StackedLosses.assertAreThoseOfOneByOne(each, theta(each, 0.1f), batch, RIGHT, directions);
      }
    }
  }

  /** Three ways to one derivative: backwards, forwards, and differences in double precision. */
  @Test
  void theGradientIsThatOfTheFormula() {
    Theta theta = theta(network, 0.1f);
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = Theta.allocate(theta.capacity());
    theta.drawInto(direction, new GaussianNoise(), 5);
    try (Batch batch = batch(network)) {
      double loss = network.gradient(theta, batch, RIGHT, gradient);
      Slope slope = network.slope(theta, direction, batch, RIGHT);
      double along = 0;
      for (int i = 0; i < theta.size(); i++) {
        along += (double) gradient.get(i) * direction.get(i);
      }
      double h = 1e-5;
      double expected = (formula(theta, direction, h) - formula(theta, direction, -h)) / (2 * h);

      assertThat(loss).isCloseTo(formula(theta, direction, 0), within(1e-4));
      assertThat(network.loss(theta, batch, RIGHT)).isCloseTo(loss, within(1e-5));
      assertThat(slope.loss()).isCloseTo(loss, within(1e-5));
      assertThat(along).isCloseTo(expected, within(1e-3 * Math.abs(expected)));
      assertThat(slope.derivative()).isCloseTo(expected, within(1e-3 * Math.abs(expected)));
    }
  }

  /** Mean cross-entropy of 16 · cos(f + ½ · up(ReLU(down f)), row) at θ + h · direction. */
  private static double formula(Theta theta, Theta direction, double h) {
    double[] t = new double[theta.size()];
    Arrays.setAll(t, i -> theta.get(i) + h * direction.get(i));
    double sum = 0;
    for (int n = 0; n < LABELS.length; n++) {
      float[] f = encoded(n).pooled();
      double[] g = new double[WIDTH];
      Arrays.setAll(g, i -> f[i] + 0.5 * t[480 + 3 + 480 + i]);
      for (int r = 0; r < 3; r++) {
        double inner = t[480 + r];
        for (int i = 0; i < WIDTH; i++) {
          inner += t[r * WIDTH + i] * f[i];
        }
        for (int i = 0; i < WIDTH; i++) {
          g[i] += 0.5 * t[480 + 3 + i * 3 + r] * Math.max(0, inner);
        }
      }
      double[] logits = new double[3];
      Arrays.setAll(logits, row -> 16 * cosine(g, t, 1123 + row * WIDTH));
      sum += Math.log(Arrays.stream(logits).map(Math::exp).sum()) - logits[LABELS[n]];
    }
    return sum / LABELS.length;
  }

  private static double cosine(double[] g, double[] t, int from) {
    double dot = 0;
    double norm = 0;
    double other = 0;
    for (int i = 0; i < WIDTH; i++) {
      dot += g[i] * t[from + i];
      norm += g[i] * g[i];
      other += t[from + i] * t[from + i];
    }
    return dot / Math.sqrt(norm * other);
  }

  @Test
  void refusesInputsAndBatchesOfOthers() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                network.collate(List.of(new Encoded(1, new float[0], new float[0], new float[9]))))
        .withMessageContaining("is encoded in 9 values; mobilenet-v2")
        .withMessageEndingWith("another network encoded it");
    try (Batch batch = batch(headOnly)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.loss(theta(network, 0), batch, RIGHT))
          .withMessageStartingWith(
              "the batch was not collated by mobilenet-v2(side=32, adapted=true");
    }
  }

  @Test
  void refusesSettingsThatMakeNoNetwork() {
    for (int side : new int[] {0, 31, 100, 544}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new MobileNetConfig(side, true, 4, 1f, 16f))
          .withMessage("image side is %d; expected a multiple of 32 up to 512".formatted(side));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MobileNetConfig(96, true, 161, 1f, 16f))
        .withMessage("bottleneck is 161; expected 1 to 160");
  }

  private static Encoded encoded(int number) {
    float[] values = new float[3 * 8 * 8];
    var random = new Init.Uniform(0.5f);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.at(number, i);
    }
    return network.encode(new Input.Pixels(List.of(3, 8, 8), values));
  }

  private static Batch batch(MobileNet network) {
    return network.collate(IntStream.range(0, 3).mapToObj(MobileNetTest::encoded).toList());
  }

  /** θ at its start with three random head rows, moved by so much. */
  private static Theta theta(MobileNet network, float moved) {
    Theta theta = Theta.allocate(4096);
    network.slices().forEach(slice -> theta.append(slice, 11));
    for (int row = 0; row < 3; row++) {
      theta.append(new SliceSpec("head/" + row, List.of(WIDTH), new Init.Uniform(0.4f)), 20 + row);
    }
    for (int i = 0; moved > 0 && i < theta.size(); i++) {
      theta.set(i, theta.get(i) + new Init.Uniform(moved).at(13, i));
    }
    return theta;
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-3f));
    }
  }
}

package io.zeroflow.model.mobilenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.model.Input;
import io.zeroflow.model.mobilenet.DirectReference.Grid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trunk on random weights, against direct convolutions in double precision. */
class MobileNetReferenceTest {

  @TempDir static Path folder;

  @ParameterizedTest
  @CsvSource({"32, 32, 32", "64, 64, 64", "64, 28, 28", "32, 80, 45", "32, 5, 70"})
  void featuresAreThoseOfTheReference(int side, int height, int width) throws IOException {
    RandomTrunk trunk = new RandomTrunk();
    MobileNetConfig config = new MobileNetConfig(side, false, 1, 1f, 16f);
    Grid image = image(height, width);
    DirectReference reference = new DirectReference(trunk.values);
    double[] expected = reference.feature(BicubicReference.scaled(image, side));

    try (MobileNet network = MobileNet.load(trunk.write(folder), config, Device.cpu())) {
      float[] feature = network.encode(pixels(image)).pooled();

      double norm = Math.sqrt(Arrays.stream(expected).map(v -> v * v).sum());
      assertThat(feature).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) feature[i]).isCloseTo(expected[i], within(1e-5 * norm));
      }
    }
    // Otherwise the comparison would not see whether ReLU6 is in its place.
    int all = Arrays.stream(reference.cut).sum();
    assertThat(Arrays.stream(reference.cut)).allMatch(count -> count > all / 100);
  }

  private static Grid image(int height, int width) {
    Random random = new Random(3);
    Grid image = Grid.zeros(height, width, 3);
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = random.nextInt(256);
    }
    return image;
  }

  private static Input pixels(Grid image) {
    int plane = image.height() * image.width();
    float[] values = new float[3 * plane];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (image.values()[i % plane * 3 + i / plane] / 255);
    }
    return new Input.Pixels(List.of(3, image.height(), image.width()), values);
  }
}

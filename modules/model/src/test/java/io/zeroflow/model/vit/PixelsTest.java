package io.zeroflow.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Pillow makes of the same pictures (vit_reference.py). */
class PixelsTest {

  private static final Pixels PIXELS = new Pixels(32, 0, 1);

  @ParameterizedTest
  @ValueSource(strings = {"picture", "grey"})
  void aPngIsSeenAsPillowSeesIt(String name) throws IOException {
    float[] seen = PIXELS.of(new Input.Image(Fixture.bytes(name + ".png")));
    float[] expected = Fixture.EXPECTED.floats("seen/" + name, 3, 32, 32);
    int different = 0;
    for (int i = 0; i < seen.length; i++) {
      assertThat(seen[i] * 255).isCloseTo(expected[i], within(1.001f));
      different += Math.abs(seen[i] * 255 - expected[i]) > 0.01 ? 1 : 0;
    }
    // Pillow's weights are fixed-point numbers, so that halves may be rounded the other way.
    assertThat(different).isLessThan(seen.length / 100);
  }

  @Test
  void aJpegIsAlmostTheSame() throws IOException {
    float[] seen = PIXELS.of(new Input.Image(Fixture.bytes("picture.jpg")));
    float[] expected = Fixture.EXPECTED.floats("seen/picture", 3, 32, 32);
    double sum = 0;
    for (int i = 0; i < seen.length; i++) {
      sum += Math.abs(seen[i] * 255 - expected[i]);
    }
    assertThat(sum / seen.length).isLessThan(3);
  }

  @Test
  void aTensorOfTheRightSizeIsTakenAsItIs() {
    float[] values = new float[3 * 32 * 32];
    Arrays.setAll(new Object[values.length], i -> values[i] = i / 1000f);
    assertThat(PIXELS.of(new Input.Pixels(List.of(3, 32, 32), values))).isEqualTo(values);
  }

  @Test
  void aGreyTensorStandsForAllColours() {
    float[] grey = new float[32 * 32];
    Arrays.setAll(new Object[grey.length], i -> grey[i] = i / 1000f);
    float[] seen = PIXELS.of(new Input.Pixels(List.of(32, 32), grey));
    for (int colour = 0; colour < 3; colour++) {
      assertThat(Arrays.copyOfRange(seen, colour * 1024, colour * 1024 + 1024)).isEqualTo(grey);
    }
    assertThat(PIXELS.of(new Input.Pixels(List.of(1, 32, 32), grey))).isEqualTo(seen);
  }

  @Test
  void aTensorOfAnotherSizeIsResizedLikeAPicture() throws IOException {
    BufferedImage image = ImageIO.read(Fixture.path("picture.png").toFile());
    int pixels = image.getWidth() * image.getHeight();
    float[] values = new float[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      for (int colour = 0; colour < 3; colour++) {
        values[colour * pixels + i] = (rgb >> (16 - 8 * colour) & 0xFF) / 255f;
      }
    }
    float[] file = PIXELS.of(new Input.Image(Fixture.bytes("picture.png")));
    float[] tensor =
        PIXELS.of(new Input.Pixels(List.of(3, image.getHeight(), image.getWidth()), values));
    double sum = 0;
    for (int i = 0; i < file.length; i++) {
      sum += Math.abs(Math.clamp(tensor[i], 0f, 1f) - file[i]);
    }
    // A tensor is not rounded, nor clamped to [0, 1] where the cubic overshoots an edge.
    assertThat(sum / file.length).isLessThan(1.5 / 255);
    assertThat(tensor).isNotEqualTo(file);
  }

  @Test
  void pixelsAreNormalisedOnRequest() {
    float[] values = new float[3 * 32 * 32];
    Arrays.fill(values, 0.75f);
    float[] seen = new Pixels(32, 0.5f, 0.5f).of(new Input.Pixels(List.of(3, 32, 32), values));
    assertThat(seen).containsOnly(0.5f);
  }

  @Test
  void aThinPictureIsCutWithoutBeingBlownUp() throws IOException {
    BufferedImage line = new BufferedImage(20_000, 1, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(line, "png", out);
    assertThat(PIXELS.of(new Input.Image(out.toByteArray()))).containsOnly(0f);
  }

  static Stream<Input> refused() {
    return Stream.of(
        new Input.Text("a cat"),
        new Input.Pixels(List.of(4), new float[4]),
        new Input.Pixels(List.of(2, 2, 2), new float[8]),
        new Input.Pixels(List.of(4, 4), new float[15]),
        new Input.Pixels(List.of(0, 4), new float[0]),
        new Input.Pixels(List.of(-2, -2), new float[4]));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void otherInputsAreRefusedBeforeAnythingIsComputed(Input input) {
    assertThatThrownBy(() -> Pixels.check(input))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("not " + input.kind());
  }

  @Test
  void brokenPicturesAreRefused() throws IOException {
    byte[] png = Fixture.bytes("picture.png");
    for (byte[] broken : List.of(new byte[0], new byte[100], Arrays.copyOf(png, 200))) {
      assertThatThrownBy(() -> PIXELS.of(new Input.Image(broken)))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessageContaining("send a PNG or JPEG in RGB or grey");
    }
  }
}

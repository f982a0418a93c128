package io.zeroflow.model.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EXIF's orientation was not looked at: a telephone's upright pictures were learned sideways. */
class PictureLiesOnItsSideTest {

  /** Lighter to the right, and much lighter to the bottom: every turn of it looks different. */
  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(32, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 32; x++) {
        int grey = x < 16 ? (y < 8 ? 10 : 130) : (y < 8 ? 70 : 190);
        image.getRaster().setPixel(x, y, new int[] {grey, grey, grey, 255});
      }
    }
    return image;
  }

  /** As EXIF 2.32 has it: where the stored rows and columns are seen. */
  @ParameterizedTest
  @CsvSource({
    "1, 32, 16, 10, 70, 130, 190",
    "2, 32, 16, 70, 10, 190, 130",
    "3, 32, 16, 190, 130, 70, 10",
    "4, 32, 16, 130, 190, 10, 70",
    "5, 16, 32, 10, 130, 70, 190",
    "6, 16, 32, 130, 10, 190, 70",
    "7, 16, 32, 190, 70, 130, 10",
    "8, 16, 32, 70, 190, 10, 130",
    "0, 32, 16, 10, 70, 130, 190",
    "9, 32, 16, 10, 70, 130, 190",
  })
  void isSeenAsPeopleSeeIt(
      int orientation, int width, int height, int left, int right, int lower, int lowerRight)
      throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_4BYTE_ABGR
        }) {
      for (String format : new String[] {"png", "jpeg"}) {
        if (format.equals("png") || type != BufferedImage.TYPE_4BYTE_ABGR) {
          byte[] file = Files.held(Files.of(picture(type), format), format, orientation);
          int[] seen =
              Picture.decode(
                  file,
                  image -> {
                    int w = image.getWidth();
                    int h = image.getHeight();
                    return new int[] {
                      w,
                      h,
                      image.getRaster().getSample(w / 4, h / 4, 0),
                      image.getRaster().getSample(3 * w / 4, h / 4, 0),
                      image.getRaster().getSample(w / 4, 3 * h / 4, 0),
                      image.getRaster().getSample(3 * w / 4, 3 * h / 4, 0)
                    };
                  });
          int[] expected = {width, height, left, right, lower, lowerRight};
          for (int i = 0; i < seen.length; i++) {
            assertThat(seen[i])
                .as("%s of type %d: %s", format, type, Arrays.toString(seen))
                .isCloseTo(expected[i], within(i < 2 ? 0 : 4));
          }
        }
      }
    }
  }

  /** Tags of any content must not keep a picture that decodes from being learned. */
  @ParameterizedTest
  @CsvSource({"png", "jpeg"})
  void isUprightWhereTheTagIsBroken(String format) throws IOException {
    byte[] whole = Files.held(Files.of(picture(BufferedImage.TYPE_3BYTE_BGR), format), format, 6);
    int from = format.equals("png") ? 8 + 25 + 8 : 2 + 10;
    for (int at = from; at < from + 26; at++) {
      for (byte value : new byte[] {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF}) {
        byte[] file = whole.clone();
        file[at] = value;
        int pixels = Picture.decode(file, image -> image.getWidth() * image.getHeight());
        assertThat(pixels).isEqualTo(32 * 16);
      }
    }
  }
}

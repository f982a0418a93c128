package io.zeroflow.model.mobilenet;

import io.zeroflow.model.Input;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Image files made on the spot. */
final class Pictures {

  private Pictures() {}

  static Input.Image png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", out)) {
      throw new IOException("no PNG writer takes this image");
    }
    return new Input.Image(out.toByteArray());
  }
}

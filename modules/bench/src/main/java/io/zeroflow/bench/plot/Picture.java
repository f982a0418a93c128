package io.zeroflow.bench.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes scenes to files. */
public final class Picture {

  private Picture() {}

  /** Writes {@code name.svg} and {@code name.png} into a directory. */
  public static void write(Scene scene, Path directory, String name) throws IOException {
    Files.writeString(directory.resolve(name + ".svg"), Svg.of(scene));
    // In memory first: what is written to a file at once fails aloud.
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(Png.of(scene), "png", png);
    Files.write(directory.resolve(name + ".png"), png.toByteArray());
  }
}

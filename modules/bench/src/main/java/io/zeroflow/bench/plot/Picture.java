package io.zeroflow.bench.plot;

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
    ImageIO.write(Png.of(scene), "png", directory.resolve(name + ".png").toFile());
  }
}

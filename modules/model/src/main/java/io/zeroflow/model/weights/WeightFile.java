package io.zeroflow.model.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A file of named tensors. Closed after the last tensor was read. */
public sealed interface WeightFile extends AutoCloseable permits Safetensors, Npz {

  /**
   * Opens a file by its ending, {@code .safetensors} or {@code .npz}.
   *
   * @throws WeightsException if it is not there, of another kind or not what it says
   */
  static WeightFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new WeightsException("weights %s are not there, or are no file".formatted(path));
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".safetensors")) {
        return Safetensors.open(path);
      }
      if (name.endsWith(".npz")) {
        return Npz.open(path);
      }
    } catch (IOException e) {
      throw new WeightsException("weights %s cannot be read: %s".formatted(path, e.getMessage()));
    }
    throw new WeightsException(
        "weights %s end in neither .safetensors nor .npz; convert them to one of these"
            .formatted(path));
  }

  /** What messages call it. */
  String source();

  /** Names of its tensors. */
  Set<String> names();

  /**
   * Values of a tensor in row-major order, converted to float32 if they are of half the width.
   *
   * @param shape that it must have
   * @throws WeightsException if it is missing, of another shape or of another type
   */
  float[] floats(String name, int... shape);

  @Override
  void close();
}

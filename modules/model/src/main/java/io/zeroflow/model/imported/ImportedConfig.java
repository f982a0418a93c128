package io.zeroflow.model.imported;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which file, and what of it is trained.
 *
 * @param file as {@code torch.jit.save} writes it; its {@code forward} takes one float32 tensor
 *     [batch, shape…] and gives features [batch, width]
 * @param allowed SHA-256 digests, in hex, of the files that may be run: TorchScript is code
 * @param trainable names of trainable parameters; {@code *} stands for any characters
 * @param inputShape of one input, without the batch
 * @param temperature of the cosine head
 */
public record ImportedConfig(
    Path file,
    Set<String> allowed,
    List<String> trainable,
    List<Integer> inputShape,
    float temperature) {

  public ImportedConfig {
    allowed = Set.copyOf(allowed);
    trainable = List.copyOf(trainable);
    inputShape = List.copyOf(inputShape);
    if (inputShape.isEmpty() || inputShape.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "input shape is %s; give at least one dimension, all positive".formatted(inputShape));
    }
  }

  /** Values of one input. */
  int inputSize() {
    return inputShape.stream().reduce(1, Math::multiplyExact);
  }

  /** Whether a parameter of this name is trained. */
  boolean trains(String parameter) {
    return trainable.stream().anyMatch(pattern -> matches(pattern, parameter));
  }

  /** Whether a name is one of those that a pattern stands for. */
  static boolean matches(String pattern, String name) {
    return name.matches(
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}

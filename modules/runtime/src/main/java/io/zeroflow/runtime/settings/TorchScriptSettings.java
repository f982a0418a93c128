package io.zeroflow.runtime.settings;

import java.util.List;
import java.util.Set;

/**
 * What only a TorchScript file of one's own needs.
 *
 * @param file as {@code torch.jit.save} writes it
 * @param allowed SHA-256 digests of files that may be run
 * @param trainable patterns of parameter names
 * @param inputShape of one input
 */
public record TorchScriptSettings(
    String file, Set<String> allowed, List<String> trainable, List<Integer> inputShape) {

  static TorchScriptSettings from(Section section) {
    return new TorchScriptSettings(
        section.text("file"),
        Set.copyOf(section.texts("allowed-sha256")),
        section.texts("trainable"),
        section.wholes("input-shape"));
  }
}

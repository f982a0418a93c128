package io.zeroflow.runtime.settings;

import io.zeroflow.model.vit.ViTSize;

/**
 * What only a vision transformer needs.
 *
 * @param weights a file, or {@link #RANDOM}
 * @param mean is taken from pixels in [0, 1], which are then divided by {@code deviation}
 */
public record ViTSettings(ViTSize size, String weights, float mean, float deviation) {

  /** Instead of a file: untrained weights. */
  public static final String RANDOM = "random";

  static ViTSettings from(Section section) {
    return new ViTSettings(
        section.choice("size", ViTSize.class),
        section.text("weights"),
        (float) section.real("mean", -1000, 1000),
        (float) section.real("deviation", 0, 1000));
  }
}

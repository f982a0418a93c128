package io.zeroflow.model.mobilenet;

import io.zeroflow.model.torch.Adapters;
import io.zeroflow.model.torch.CosineHead;
import java.util.List;

/**
 * What is trained, and how.
 *
 * @param side images are scaled to so many pixels in height and width, a multiple of 32
 * @param adapted whether there is an adapter below the head
 * @param bottleneck r, width of the adapter's bottleneck
 * @param adapterScale weight of the adapter's output
 * @param temperature factor of the cosine in the logits
 */
public record MobileNetConfig(
    int side, boolean adapted, int bottleneck, float adapterScale, float temperature) {

  private static final int MAX_SIDE = 512;

  public MobileNetConfig {
    if (side < Bottleneck.REDUCTION || side > MAX_SIDE || side % Bottleneck.REDUCTION != 0) {
      throw new IllegalArgumentException(
          "image side is %d; expected a multiple of %d up to %d"
              .formatted(side, Bottleneck.REDUCTION, MAX_SIDE));
    }
    // They check the rest.
    new Adapters(1, Bottleneck.WIDTH, bottleneck, adapterScale);
    new CosineHead(0, Bottleneck.WIDTH, temperature, List.of(), false);
  }

  Adapters adapters() {
    return new Adapters(adapted ? 1 : 0, Bottleneck.WIDTH, bottleneck, adapterScale);
  }

  /** What a batch is made of: the frozen features [inputs, width]. */
  CosineHead head() {
    return new CosineHead(adapters().end(), Bottleneck.WIDTH, temperature, List.of("frozen"), true);
  }

  /**
   * Canonical name: a journal belongs to exactly this.
   *
   * @param weights digest of the frozen weights, which a user may choose
   */
  String name(String weights) {
    return "mobilenet-v2(side=%d, adapted=%s, bottleneck=%d, scale=%s, temperature=%s, weights=%s)"
        .formatted(side, adapted, bottleneck, adapterScale, temperature, weights.substring(0, 16));
  }
}

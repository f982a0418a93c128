package io.zeroflow.model.vit;

import io.zeroflow.model.torch.Adapters;
import io.zeroflow.model.torch.CosineHead;
import java.util.List;

/**
 * What is trained, and how.
 *
 * @param adaptedBlocks adapters sit in the last so many blocks, 0 to the depth
 * @param bottleneck r, width of an adapter's bottleneck
 * @param adapterScale weight of an adapter's output
 * @param temperature factor of the cosine in the logits
 * @param mean is taken from pixels in [0, 1] …
 * @param deviation … before they are divided by this; 0 and 1 leave them alone
 */
public record ViTConfig(
    ViTShape shape,
    int adaptedBlocks,
    int bottleneck,
    float adapterScale,
    float temperature,
    float mean,
    float deviation) {

  public ViTConfig {
    if (adaptedBlocks < 0 || adaptedBlocks > shape.depth()) {
      throw new IllegalArgumentException(
          "adapted blocks are %d; the transformer has %d blocks"
              .formatted(adaptedBlocks, shape.depth()));
    }
    if (!Float.isFinite(mean) || !(deviation > 0 && Float.isFinite(deviation))) {
      throw new IllegalArgumentException(
          "pixels are normalised by mean %s and deviation %s; expected numbers, the second positive"
              .formatted(mean, deviation));
    }
    // They check the rest.
    new Adapters(adaptedBlocks, shape.width(), bottleneck, adapterScale);
    new CosineHead(0, shape.width(), temperature, List.of(), false);
  }

  /**
   * As in the ZeroFlow paper: an adapter of bottleneck 64 and weight 0.1 in every block, pixels not
   * normalised.
   */
  public static ViTConfig of(ViTShape shape) {
    return new ViTConfig(shape, shape.depth(), 64, 0.1f, 16f, 0f, 1f);
  }

  /** The same with adapters in the last so many blocks. */
  public ViTConfig adapting(int blocks) {
    return new ViTConfig(shape, blocks, bottleneck, adapterScale, temperature, mean, deviation);
  }

  /** First block with an adapter; the depth if there is none. */
  int firstAdapted() {
    return shape.depth() - adaptedBlocks;
  }

  /**
   * Tokens of the first adapted block that what follows depends on: of the last block it is the
   * class token alone.
   */
  int encodedTokens() {
    return adaptedBlocks == 1 ? 1 : shape.tokens();
  }

  Adapters adapters() {
    return new Adapters(adaptedBlocks, shape.width(), bottleneck, adapterScale);
  }

  /**
   * What a batch is made of. Without adapters: frozen [inputs, width]. With them: x and base
   * [inputs, tokens, width].
   */
  CosineHead head() {
    List<String> batch = adaptedBlocks == 0 ? List.of("frozen") : List.of("x", "base");
    return new CosineHead(adapters().end(), shape.width(), temperature, batch, adaptedBlocks <= 1);
  }

  /**
   * Canonical name: a journal belongs to exactly this.
   *
   * @param weights stands for the frozen weights
   */
  String name(String weights) {
    return "vit(width=%d, depth=%d, heads=%d, patch=%d, image=%d, adapted-blocks=%d, bottleneck=%d, scale=%s, temperature=%s, mean=%s, deviation=%s, weights=%s)"
        .formatted(
            shape.width(),
            shape.depth(),
            shape.heads(),
            shape.patch(),
            shape.image(),
            adaptedBlocks,
            bottleneck,
            adapterScale,
            temperature,
            mean,
            deviation,
            weights);
  }
}

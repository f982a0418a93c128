package io.zeroflow.model.minilm;

import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What is trained, and how.
 *
 * @param adaptedBlocks adapters sit in the last so many blocks, 0 to 6
 * @param bottleneck r, width of an adapter's bottleneck
 * @param adapterScale weight of an adapter's output
 * @param temperature factor of the cosine in the logits
 * @param maxTokens a text is cut after so many tokens, the two special ones included
 */
public record MiniLmConfig(
    int adaptedBlocks, int bottleneck, float adapterScale, float temperature, int maxTokens) {

  static final int BLOCKS = 6;
  static final int WIDTH = 384;
  static final int POSITIONS = 512;

  public MiniLmConfig {
    if (adaptedBlocks < 0 || adaptedBlocks > BLOCKS) {
      throw new IllegalArgumentException(
          "adapted blocks are %d; MiniLM has %d blocks".formatted(adaptedBlocks, BLOCKS));
    }
    if (bottleneck < 1 || bottleneck > WIDTH) {
      throw new IllegalArgumentException(
          "bottleneck is %d; expected 1 to %d".formatted(bottleneck, WIDTH));
    }
    requirePositive("adapter scale", adapterScale);
    requirePositive("temperature", temperature);
    if (maxTokens < 3 || maxTokens > POSITIONS) {
      throw new IllegalArgumentException(
          "max tokens are %d; expected 3 to %d".formatted(maxTokens, POSITIONS));
    }
  }

  private static void requirePositive(String what, float value) {
    if (!(value > 0 && Float.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s is %s; expected a positive number".formatted(what, value));
    }
  }

  /** First block with an adapter; 6 if there is none. */
  int firstAdapted() {
    return BLOCKS - adaptedBlocks;
  }

  /** Floats of one adapter in θ. */
  int adapterSize() {
    return 2 * bottleneck * WIDTH + bottleneck + WIDTH;
  }

  /** Floats of all adapters in θ; the head starts here. */
  int adaptersEnd() {
    return adaptedBlocks * adapterSize();
  }

  /**
   * Adapters as in AdaptFormer and EASE: Kaiming-uniform down, zero up, so that each starts as the
   * identity.
   */
  List<SliceSpec> slices() {
    List<SliceSpec> slices = new ArrayList<>();
    for (int block = firstAdapted(); block < BLOCKS; block++) {
      String adapter = "block-" + block + "/adapter/";
      slices.add(
          new SliceSpec(
              adapter + "down/weight",
              List.of(bottleneck, WIDTH),
              new Init.Uniform((float) (1 / Math.sqrt(WIDTH)))));
      slices.add(SliceSpec.zeros(adapter + "down/bias", bottleneck));
      slices.add(SliceSpec.zeros(adapter + "up/weight", WIDTH, bottleneck));
      slices.add(SliceSpec.zeros(adapter + "up/bias", WIDTH));
    }
    return slices;
  }

  /** Canonical name: a journal belongs to exactly this. */
  String name() {
    return "minilm(adapted-blocks=%d, bottleneck=%d, scale=%s, temperature=%s, max-tokens=%d)"
        .formatted(adaptedBlocks, bottleneck, adapterScale, temperature, maxTokens);
  }
}

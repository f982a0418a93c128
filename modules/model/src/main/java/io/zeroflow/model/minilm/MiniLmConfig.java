package io.zeroflow.model.minilm;

import io.zeroflow.model.torch.Adapters;
import io.zeroflow.model.torch.CosineHead;
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

  /** Transformer blocks of MiniLM-L6. */
  public static final int BLOCKS = 6;

  static final int WIDTH = 384;
  static final int POSITIONS = 512;

  public MiniLmConfig {
    if (adaptedBlocks < 0 || adaptedBlocks > BLOCKS) {
      throw new IllegalArgumentException(
          "adapted blocks are %d; MiniLM has %d blocks".formatted(adaptedBlocks, BLOCKS));
    }
    if (maxTokens < 3 || maxTokens > POSITIONS) {
      throw new IllegalArgumentException(
          "max tokens are %d; expected 3 to %d".formatted(maxTokens, POSITIONS));
    }
    // They check the rest.
    new Adapters(adaptedBlocks, WIDTH, bottleneck, adapterScale);
    new CosineHead(0, WIDTH, temperature, List.of(), false);
  }

  /** First block with an adapter; 6 if there is none. */
  int firstAdapted() {
    return BLOCKS - adaptedBlocks;
  }

  Adapters adapters() {
    return new Adapters(adaptedBlocks, WIDTH, bottleneck, adapterScale);
  }

  /**
   * What a batch is made of. Without adapters: frozen [inputs, width]. With them: x and base
   * [tokens, width], the numbers of all tokens and of the first one of each input; if blocks with
   * attention follow, also each token's place in a padded grid, and the grid's mask [inputs, 1, 1,
   * longest], 0 for tokens and −∞ for padding.
   */
  CosineHead head() {
    List<String> batch =
        switch (adaptedBlocks) {
          case 0 -> List.of("frozen");
          case 1 -> List.of("x", "base", "tokens", "firsts");
          default -> List.of("x", "base", "tokens", "firsts", "places", "mask");
        };
    return new CosineHead(adapters().end(), WIDTH, temperature, batch, adaptedBlocks <= 1);
  }

  /** Canonical name: a journal belongs to exactly this. */
  String name() {
    return "minilm(adapted-blocks=%d, bottleneck=%d, scale=%s, temperature=%s, max-tokens=%d)"
        .formatted(adaptedBlocks, bottleneck, adapterScale, temperature, maxTokens);
  }
}

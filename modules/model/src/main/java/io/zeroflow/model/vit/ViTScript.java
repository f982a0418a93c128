package io.zeroflow.model.vit;

import static io.zeroflow.model.torch.Script.FAST;
import static io.zeroflow.model.torch.Script.SMOOTH;
import static io.zeroflow.model.torch.Script.method;

import io.zeroflow.model.torch.Script;

/**
 * TorchScript source of the network. {@code encode} is the frozen part for one image: up to and
 * with everything in the first adapted block that does not depend on θ. The other methods are the
 * rest, for a batch and a θ.
 *
 * <p>A block is x = h + attention(LN(h)), h' = x + MLP(LN(x)); an adapter adds s · up(ReLU(down x))
 * to the second sum, of x as it is. The head reads the class token, the first, so the last block is
 * computed for that token alone: the others only give its attention keys and values.
 */
final class ViTScript {

  private final ViTConfig config;
  private final ViTShape shape;

  ViTScript(ViTConfig config) {
    this.config = config;
    this.shape = config.shape();
  }

  String source() {
    return norm()
        + heads()
        + attention(FAST, "torch.scaled_dot_product_attention(q, k, v)")
        + attention(
            SMOOTH,
            "torch.matmul(torch.softmax(torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), %s), 3), v)"
                .formatted(1 / Math.sqrt(shape.width() / (double) shape.heads())))
        // In place: the widest temporary of a forward pass, which nothing needs again.
        + mlp(FAST, "torch.gelu_")
        + mlp(SMOOTH, "torch.gelu")
        + config.adapters().source()
        + stem()
        + encode()
        + features(FAST)
        + features(SMOOTH)
        + (config.head().stacked() ? stackedFeatures() : "")
        + config.head().source();
  }

  private String norm() {
    return method(
        "norm(self, x: Tensor, w: List[Tensor], at: int) -> Tensor",
        "return torch.layer_norm(x, [%d], w[at], w[at + 1], 1e-6, False)\n"
            .formatted(shape.width()));
  }

  /** Queries, keys or values [inputs, heads, tokens, width of a head] of tokens n. */
  private String heads() {
    return method(
        "heads(self, n: Tensor, w: List[Tensor], at: int, part: int) -> Tensor",
        """
        weight = torch.narrow(w[at + 2], 0, part * %1$d, %1$d)
        bias = torch.narrow(w[at + 3], 0, part * %1$d, %1$d)
        x = torch.linear(n, weight, bias)
        return torch.transpose(torch.view(x, [torch.size(n, 0), -1, %2$d, %3$d]), 1, 2)
        """
            .formatted(shape.width(), shape.heads(), shape.width() / shape.heads()));
  }

  /** x = h + attention(LN(h)) of the first {@code count} tokens, which look at all. */
  private String attention(String prefix, String attention) {
    return method(
        prefix + "attend(self, h: Tensor, count: int, w: List[Tensor], at: int) -> Tensor",
        """
        n = (self).norm(h, w, at)
        q = (self).heads(torch.narrow(n, 1, 0, count), w, at, 0)
        k = (self).heads(n, w, at, 1)
        v = (self).heads(n, w, at, 2)
        a = torch.reshape(torch.transpose(%s, 1, 2), [torch.size(h, 0), count, %d])
        return torch.add_(torch.linear(a, w[at + 4], w[at + 5]), torch.narrow(h, 1, 0, count))
        """
            .formatted(attention, shape.width()));
  }

  /** x + MLP(LN(x)): the frozen part of the second sum. */
  private static String mlp(String prefix, String gelu) {
    return method(
        prefix + "base(self, x: Tensor, w: List[Tensor], at: int) -> Tensor",
        """
        inner = torch.linear((self).norm(x, w, at + 6), w[at + 8], w[at + 9])
        return torch.add_(torch.linear(%s(inner), w[at + 10], w[at + 11]), x)
        """
            .formatted(gelu));
  }

  /**
   * image [3, H, W] to tokens [1, 1 + patches, width]; a patch is a row of pixels, plane by plane.
   */
  private String stem() {
    return method(
        "stem(self, image: Tensor, w: List[Tensor]) -> Tensor",
        """
        grid = torch.view(image, [%1$d, %2$d, %3$d, %2$d, %3$d])
        rows = torch.reshape(torch.permute(grid, [1, 3, 0, 2, 4]), [%4$d, -1])
        patches = torch.linear(rows, torch.view(w[2], [%5$d, -1]), w[3])
        return torch.unsqueeze(torch.add(torch.cat([w[0], patches], 0), w[1]), 0)
        """
            .formatted(
                ViTShape.CHANNELS,
                shape.grid(),
                shape.patch(),
                shape.grid() * shape.grid(),
                shape.width()));
  }

  /** Image to (x, x + MLP(LN(x))) of the first adapted block, and the frozen feature. */
  private String encode() {
    StringBuilder body = new StringBuilder("h = (self).stem(image, w)\nx = h\nbase = h\n");
    for (int block = 0; block < shape.depth(); block++) {
      boolean frozen = block > config.firstAdapted();
      String x = frozen ? "y" : "x";
      String base = frozen ? "z" : "base";
      body.append("%s = (self).attend(h, %d, w, %d)\n".formatted(x, computed(block), at(block)));
      body.append("%s = (self).base(%s, w, %d)\n".formatted(base, x, at(block)));
      body.append("h = %s\n".formatted(base));
    }
    body.append("f = (self).norm(torch.select(h, 1, 0), w, %d)\n".formatted(at(shape.depth())));
    body.append("return (x, base, f)\n");
    return method(
        "encode(self, image: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]",
        body.toString());
  }

  /** Features [inputs, width]: the class token after the last normalisation. */
  private String features(String prefix) {
    String signature =
        prefix + "features(self, " + config.head().parameters() + ", w: List[Tensor]) -> Tensor";
    if (config.adaptedBlocks() == 0) {
      return method(signature, "return frozen\n");
    }
    StringBuilder body = new StringBuilder();
    int adapter = 0;
    for (int block = config.firstAdapted(); block < shape.depth(); block++) {
      if (block > config.firstAdapted()) {
        body.append(
            "x = (self).%sattend(h, %d, w, %d)\n".formatted(prefix, computed(block), at(block)));
        body.append("base = (self).%sbase(x, w, %d)\n".formatted(prefix, at(block)));
      }
      body.append(
          "h = (self).adapted(theta, %d, x, base)\n".formatted(adapter * config.adapters().size()));
      adapter++;
    }
    body.append("return (self).norm(torch.select(h, 1, 0), w, %d)\n".formatted(at(shape.depth())));
    return method(signature, body.toString());
  }

  /** Features for several θ: with at most one adapter it is the last block's, on class tokens. */
  private String stackedFeatures() {
    if (config.adaptedBlocks() == 0) {
      return config.head().stackedFeatures(Script.SHARED);
    }
    return config.adapters().stackedSource()
        + config
            .head()
            .stackedFeatures(
                """
            h = (self).stacked_adapted(thetas, torch.select(x, 1, 0), torch.select(base, 1, 0))
            return (self).norm(h, w, %d)
            """
                    .formatted(at(shape.depth())));
  }

  private int computed(int block) {
    return block == shape.depth() - 1 ? 1 : shape.tokens();
  }

  /**
   * Index of a block's first tensor among the frozen ones; of the last norm's behind the blocks.
   */
  private static int at(int block) {
    return FrozenTensors.STEM + block * FrozenTensors.PER_BLOCK;
  }
}

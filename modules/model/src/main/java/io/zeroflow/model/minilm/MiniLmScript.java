package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.BLOCKS;
import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;

/**
 * TorchScript source of the network. {@code encode} is the frozen part for one input: up to and
 * with everything in the first adapted block that does not depend on θ. The other methods are the
 * rest, for a batch and a θ.
 *
 * <p>A BERT block is x = LN(h + attention(h)), h' = LN(x + MLP(x)); an adapter adds s ·
 * up(ReLU(down x)) to the second sum, parallel to the MLP.
 */
final class MiniLmScript {

  private static final int HEADS = 12;

  private final MiniLmConfig config;

  MiniLmScript(MiniLmConfig config) {
    this.config = config;
  }

  String source() {
    return attention() + mlp() + norm() + adapter() + encode() + features() + head();
  }

  /** x = LN(h + attention(h)); mask is 0 for tokens and −∞ for padding, or None. */
  private String attention() {
    return method(
        "attend(self, h: Tensor, mask: Optional[Tensor], w: List[Tensor], at: int) -> Tensor",
        """
        b = torch.size(h, 0)
        t = torch.size(h, 1)
        q = torch.transpose(torch.view(torch.linear(h, w[at], w[at + 1]), [b, t, %1$d, %2$d]), 1, 2)
        k = torch.transpose(torch.view(torch.linear(h, w[at + 2], w[at + 3]), [b, t, %1$d, %2$d]), 1, 2)
        v = torch.transpose(torch.view(torch.linear(h, w[at + 4], w[at + 5]), [b, t, %1$d, %2$d]), 1, 2)
        a = torch.scaled_dot_product_attention(q, k, v, mask, 0., False)
        a = torch.reshape(torch.transpose(a, 1, 2), [b, t, %3$d])
        a = torch.add(h, torch.linear(a, w[at + 6], w[at + 7]))
        return torch.layer_norm(a, [%3$d], w[at + 8], w[at + 9], 1e-12, False)
        """
            .formatted(HEADS, WIDTH / HEADS, WIDTH));
  }

  /** x + MLP(x): the frozen part of the second sum. */
  private static String mlp() {
    return method(
        "base(self, x: Tensor, w: List[Tensor], at: int) -> Tensor",
        """
        inner = torch.gelu(torch.linear(x, w[at + 10], w[at + 11]))
        return torch.add(x, torch.linear(inner, w[at + 12], w[at + 13]))
        """);
  }

  private static String norm() {
    return method(
        "norm(self, sum: Tensor, w: List[Tensor], at: int) -> Tensor",
        "return torch.layer_norm(sum, [%d], w[at + 14], w[at + 15], 1e-12, False)\n"
            .formatted(WIDTH));
  }

  private String adapter() {
    int r = config.bottleneck();
    int bias = r * WIDTH;
    int up = bias + r;
    int upBias = up + r * WIDTH;
    return method(
        "adapter(self, theta: Tensor, at: int, x: Tensor) -> Tensor",
        """
        down = torch.view(torch.narrow(theta, 0, at, %1$d), [%4$d, %5$d])
        downbias = torch.narrow(theta, 0, at + %1$d, %4$d)
        up = torch.view(torch.narrow(theta, 0, at + %2$d, %1$d), [%5$d, %4$d])
        upbias = torch.narrow(theta, 0, at + %3$d, %5$d)
        return torch.linear(torch.relu(torch.linear(x, down, downbias)), up, upbias)
        """
            .formatted(bias, up, upBias, r, WIDTH));
  }

  /** ids [1, T] to (x, x + MLP(x)) of the first adapted block, and the pooled frozen feature. */
  private String encode() {
    StringBuilder body =
        new StringBuilder(
            """
            t = torch.size(ids, 1)
            h = torch.add(torch.embedding(w[0], ids), torch.slice(w[1], 0, 0, t))
            h = torch.add(h, torch.select(w[2], 0, 0))
            h = torch.layer_norm(h, [%d], w[3], w[4], 1e-12, False)
            x = h
            base = h
            """
                .formatted(WIDTH));
    for (int block = 0; block < BLOCKS; block++) {
      String x = block > config.firstAdapted() ? "y" : "x";
      String base = block > config.firstAdapted() ? "z" : "base";
      body.append("%s = (self).attend(h, None, w, %d)\n".formatted(x, at(block)));
      body.append("%s = (self).base(%s, w, %d)\n".formatted(base, x, at(block)));
      body.append("h = (self).norm(%s, w, %d)\n".formatted(base, at(block)));
    }
    body.append("return (torch.contiguous(x), torch.contiguous(base), torch.mean(h, [1]))\n");
    return method(
        "encode(self, ids: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]",
        body.toString());
  }

  /** Pooled features [B, width]; pool [B, 1, T] averages over tokens and leaves padding out. */
  private String features() {
    String signature =
        "features(self, theta: Tensor, x: Tensor, base: Tensor, pool: Tensor, mask: Tensor, frozen: Tensor, w: List[Tensor]) -> Tensor";
    if (config.adaptedBlocks() == 0) {
      return method(signature, "return frozen\n");
    }
    StringBuilder body = new StringBuilder();
    int adapter = 0;
    for (int block = config.firstAdapted(); block < BLOCKS; block++) {
      if (block > config.firstAdapted()) {
        body.append("x = (self).attend(h, mask, w, %d)\n".formatted(at(block)));
        body.append("base = (self).base(x, w, %d)\n".formatted(at(block)));
      }
      body.append(
          "h = (self).norm(torch.add(base, (self).adapter(theta, %d, x), alpha=%s), w, %d)\n"
              .formatted(
                  adapter * config.adapterSize(), (double) config.adapterScale(), at(block)));
      adapter++;
    }
    body.append("return torch.squeeze(torch.bmm(pool, h), 1)\n");
    return method(signature, body.toString());
  }

  /** Cosine head over the rows of θ after the adapters, and the loss. */
  private String head() {
    String arguments =
        "theta: Tensor, x: Tensor, base: Tensor, pool: Tensor, mask: Tensor, frozen: Tensor";
    return method(
            "logits(self, " + arguments + ", w: List[Tensor]) -> Tensor",
            """
            f = (self).features(theta, x, base, pool, mask, frozen, w)
            rows = torch.view(torch.slice(theta, 0, %1$d, None), [-1, %2$d])
            f = torch.div(f, torch.clamp_min(torch.norm(f, 2, [1], True), 1e-12))
            rows = torch.div(rows, torch.clamp_min(torch.norm(rows, 2, [1], True), 1e-12))
            return torch.mul(torch.matmul(f, torch.t(rows)), %3$s)
            """
                .formatted(config.adaptersEnd(), WIDTH, (double) config.temperature()))
        + method(
            "loss(self, " + arguments + ", labels: Tensor, w: List[Tensor]) -> Tensor",
            """
            logits = (self).logits(theta, x, base, pool, mask, frozen, w)
            return torch.cross_entropy_loss(logits, labels)
            """);
  }

  /** Index of a block's first tensor among the frozen ones. */
  private static int at(int block) {
    return MiniLmWeights.EMBEDDING + block * MiniLmWeights.PER_BLOCK;
  }

  private static String method(String signature, String body) {
    return "  def " + signature + ":\n" + body.indent(4);
  }
}

package io.zeroflow.model.minilm;

import static io.zeroflow.model.minilm.MiniLmConfig.BLOCKS;
import static io.zeroflow.model.minilm.MiniLmConfig.WIDTH;
import static io.zeroflow.model.torch.Script.FAST;
import static io.zeroflow.model.torch.Script.SMOOTH;
import static io.zeroflow.model.torch.Script.method;

import io.zeroflow.model.torch.Script;

/**
 * TorchScript source of the network. {@code encode} is the frozen part for one input: up to and
 * with everything in the first adapted block that does not depend on θ. The other methods are the
 * rest, for a batch and a θ.
 *
 * <p>The tokens of a batch lie behind one another in [tokens, width] arrays, without padding; only
 * attention, which looks across tokens, spreads them over a padded grid. A BERT block is x = LN(h +
 * attention(h)), h' = LN(x + MLP(x)); an adapter adds s · up(ReLU(down x)) to the second sum,
 * parallel to the MLP.
 */
final class MiniLmScript {

  private static final int HEADS = 12;

  private final MiniLmConfig config;

  MiniLmScript(MiniLmConfig config) {
    this.config = config;
  }

  String source() {
    return attention()
        + mlp()
        + norm()
        + config.adapters().source()
        + encode()
        + mean()
        + features(FAST)
        + features(SMOOTH)
        + (config.head().stacked() ? stackedFeatures() : "")
        + config.head().source();
  }

  /** x = LN(h + attention(h)), for the tokens of one input and for those of a batch. */
  private String attention() {
    return dense()
        + method(
            "split(self, x: Tensor, inputs: int) -> Tensor",
            "return torch.transpose(torch.view(x, [inputs, -1, %d, %d]), 1, 2)\n"
                .formatted(HEADS, WIDTH / HEADS))
        + method(
            "merge(self, a: Tensor) -> Tensor",
            "return torch.reshape(torch.transpose(a, 1, 2), [-1, %d])\n".formatted(WIDTH))
        + method(
            "attended(self, h: Tensor, a: Tensor, w: List[Tensor], at: int) -> Tensor",
            """
            a = torch.add_((self).dense(a, w, at + 6), h)
            return torch.layer_norm(a, [%d], w[at + 8], w[at + 9], 1e-12, False)
            """
                .formatted(WIDTH))
        + method(
            "attend_one(self, h: Tensor, w: List[Tensor], at: int) -> Tensor",
            """
            q = (self).split((self).dense(h, w, at), 1)
            k = (self).split((self).dense(h, w, at + 2), 1)
            v = (self).split((self).dense(h, w, at + 4), 1)
            a = torch.scaled_dot_product_attention(q, k, v)
            return (self).attended(h, (self).merge(a), w, at)
            """)
        + method(
            "pad(self, x: Tensor, places: Tensor, mask: Tensor) -> Tensor",
            """
            inputs = torch.size(mask, 0)
            grid = torch.new_zeros(x, [inputs * torch.size(mask, 3), %d])
            return (self).split(torch.index_copy(grid, 0, places, x), inputs)
            """
                .formatted(WIDTH))
        + attend(FAST, "torch.scaled_dot_product_attention(q, k, v, mask)")
        + attend(
            SMOOTH,
            "torch.matmul(torch.softmax(torch.add(torch.mul(torch.matmul(q, torch.transpose(k, 2,"
                + " 3)), %s), mask), 3), v)".formatted(1 / Math.sqrt(WIDTH / (double) HEADS)));
  }

  private static String attend(String prefix, String attention) {
    return method(
        prefix
            + "attend(self, h: Tensor, places: Tensor, mask: Tensor, w: List[Tensor], at: int) ->"
            + " Tensor",
        """
        q = (self).pad((self).dense(h, w, at), places, mask)
        k = (self).pad((self).dense(h, w, at + 2), places, mask)
        v = (self).pad((self).dense(h, w, at + 4), places, mask)
        a = (self).merge(%s)
        return (self).attended(h, torch.index_select(a, 0, places), w, at)
        """
            .formatted(attention));
  }

  /** Mean over the tokens of each input; an embedding bag (mode 1) is the fastest. */
  private static String mean() {
    String signature = "mean(self, h: Tensor, tokens: Tensor, firsts: Tensor) -> Tensor";
    return method(FAST + signature, "return torch.embedding_bag(h, tokens, firsts, False, 1)[0]\n")
        + method(
            SMOOTH + signature,
            """
            inputs = torch.searchsorted(firsts, tokens, out_int32=False, right=True)
            ones = torch.new_ones(h, [torch.size(h, 0), 1])
            counts = torch.index_add(torch.new_zeros(h, [torch.size(firsts, 0), 1]), 0, torch.sub(inputs, 1), ones)
            sums = torch.new_zeros(h, [torch.size(firsts, 0), %d])
            return torch.div(torch.index_add(sums, 0, torch.sub(inputs, 1), h), counts)
            """
                .formatted(WIDTH));
  }

  /** A linear layer; the file's in × out is also the faster layout for a few tokens. */
  private static String dense() {
    return method(
        "dense(self, x: Tensor, w: List[Tensor], at: int) -> Tensor",
        "return torch.linear(x, torch.t(w[at]), w[at + 1])\n");
  }

  /** x + MLP(x): the frozen part of the second sum. */
  private static String mlp() {
    return method(
        "base(self, x: Tensor, w: List[Tensor], at: int) -> Tensor",
        """
        inner = torch.gelu((self).dense(x, w, at + 10))
        return torch.add_((self).dense(inner, w, at + 12), x)
        """);
  }

  private static String norm() {
    return method(
        "norm(self, sum: Tensor, w: List[Tensor], at: int) -> Tensor",
        "return torch.layer_norm(sum, [%d], w[at + 14], w[at + 15], 1e-12, False)\n"
            .formatted(WIDTH));
  }

  /** ids [T] to (x, x + MLP(x)) of the first adapted block, and the pooled frozen feature. */
  private String encode() {
    StringBuilder body =
        new StringBuilder(
            """
            t = torch.size(ids, 0)
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
      body.append("%s = (self).attend_one(h, w, %d)\n".formatted(x, at(block)));
      body.append("%s = (self).base(%s, w, %d)\n".formatted(base, x, at(block)));
      body.append("h = (self).norm(%s, w, %d)\n".formatted(base, at(block)));
    }
    body.append("return (x, base, torch.mean(h, [0]))\n");
    return method(
        "encode(self, ids: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]",
        body.toString());
  }

  /** Pooled features [inputs, width]. */
  private String features(String prefix) {
    String signature =
        prefix + "features(self, " + config.head().parameters() + ", w: List[Tensor]) -> Tensor";
    if (config.adaptedBlocks() == 0) {
      return method(signature, "return frozen\n");
    }
    StringBuilder body = new StringBuilder();
    int adapter = 0;
    for (int block = config.firstAdapted(); block < BLOCKS; block++) {
      if (block > config.firstAdapted()) {
        body.append(
            "x = (self)." + prefix + "attend(h, places, mask, w, %d)\n".formatted(at(block)));
        body.append("base = (self).base(x, w, %d)\n".formatted(at(block)));
      }
      // Megabytes that are mapped and unmapped at every call cost more than the arithmetic, so
      // temporaries are few.
      body.append(
          "h = (self).norm((self).adapted(theta, %d, x, base), w, %d)\n"
              .formatted(adapter * config.adapters().size(), at(block)));
      adapter++;
    }
    body.append("return (self).%smean(h, tokens, firsts)\n".formatted(prefix));
    return method(signature, body.toString());
  }

  /** Features for several θ: where at most the last block has an adapter, little is not shared. */
  private String stackedFeatures() {
    if (config.adaptedBlocks() == 0) {
      return config.head().stackedFeatures(Script.SHARED);
    }
    return config.adapters().stackedSource()
        + config
            .head()
            .stackedFeatures(
                """
            thetacount = torch.size(thetas, 0)
            h = (self).norm((self).stacked_adapted(thetas, x, base), w, %d)
            n = torch.size(x, 0)
            all = torch.sub(torch.cumsum(torch.new_ones(firsts, [thetacount * n]), 0), 1)
            offsets = torch.mul(torch.sub(torch.cumsum(torch.new_ones(firsts, [thetacount, 1]), 0), 1), n)
            offsets = torch.reshape(torch.add(offsets, firsts), [-1])
            pooled = torch.embedding_bag(torch.view(h, [-1, %d]), all, offsets, False, 1)[0]
            return torch.view(pooled, [thetacount, -1, %d])
            """
                    .formatted(at(BLOCKS - 1), WIDTH, WIDTH));
  }

  /** Index of a block's first tensor among the frozen ones. */
  private static int at(int block) {
    return MiniLmWeights.EMBEDDING + block * MiniLmWeights.PER_BLOCK;
  }
}

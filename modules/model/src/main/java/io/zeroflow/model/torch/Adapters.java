package io.zeroflow.model.torch;

import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Adapters as in AdaptFormer and EASE: s · up(ReLU(down x)) is added to what the adapted layer
 * gives. Down starts Kaiming-uniform, up at zero, so that each starts as the identity. They lie at
 * the start of θ, one behind the other: down weight [r, width], down bias [r], up weight [width,
 * r], up bias [width].
 *
 * @param count how many
 * @param width of x
 * @param bottleneck r, width of the bottleneck
 * @param scale s, weight of the output
 */
public record Adapters(int count, int width, int bottleneck, float scale) {

  public Adapters {
    if (bottleneck < 1 || bottleneck > width) {
      throw new IllegalArgumentException(
          "bottleneck is %d; expected 1 to %d".formatted(bottleneck, width));
    }
    if (!(scale > 0 && Float.isFinite(scale))) {
      throw new IllegalArgumentException(
          "adapter scale is %s; expected a positive number".formatted(scale));
    }
  }

  /** Floats of one adapter in θ. */
  public int size() {
    return 2 * bottleneck * width + bottleneck + width;
  }

  /** Floats of all adapters in θ; the head starts here. */
  public int end() {
    return count * size();
  }

  /**
   * The slices of all adapters.
   *
   * @param first number of the first adapted block
   */
  public List<SliceSpec> slices(int first) {
    List<SliceSpec> slices = new ArrayList<>();
    for (int block = first; block < first + count; block++) {
      String adapter = "block-" + block + "/adapter/";
      slices.add(
          new SliceSpec(
              adapter + "down/weight",
              List.of(bottleneck, width),
              new Init.Uniform((float) (1 / Math.sqrt(width)))));
      slices.add(SliceSpec.zeros(adapter + "down/bias", bottleneck));
      slices.add(SliceSpec.zeros(adapter + "up/weight", width, bottleneck));
      slices.add(SliceSpec.zeros(adapter + "up/bias", width));
    }
    return slices;
  }

  /**
   * TorchScript method {@code adapted(theta, at, x, base)}: base + s · up(ReLU(down x)) by the
   * adapter that starts at {@code at}, with one temporary of the size of base.
   */
  public String source() {
    int bias = bottleneck * width;
    int up = bias + bottleneck;
    int upBias = up + bottleneck * width;
    return Script.method(
        "adapted(self, theta: Tensor, at: int, x: Tensor, base: Tensor) -> Tensor",
        """
        down = torch.view(torch.narrow(theta, 0, at, %1$d), [%4$d, %5$d])
        downbias = torch.narrow(theta, 0, at + %1$d, %4$d)
        up = torch.mul(torch.view(torch.narrow(theta, 0, at + %2$d, %1$d), [%5$d, %4$d]), %6$s)
        upbias = torch.mul(torch.narrow(theta, 0, at + %3$d, %5$d), %6$s)
        inner = torch.relu(torch.linear(x, down, downbias))
        return torch.add_(torch.linear(inner, up, upbias), base)
        """
            .formatted(bias, up, upBias, bottleneck, width, (double) scale));
  }

  /**
   * TorchScript method {@code stacked_adapted(thetas, x, base)}: the same by the first adapter of
   * every row of {@code thetas}, [θs, tokens, width]. All go down in one product.
   */
  public String stackedSource() {
    int bias = bottleneck * width;
    int up = bias + bottleneck;
    int upBias = up + bottleneck * width;
    return Script.method(
        "stacked_adapted(self, thetas: Tensor, x: Tensor, base: Tensor) -> Tensor",
        """
        down = torch.reshape(torch.narrow(thetas, 1, 0, %1$d), [-1, %5$d])
        downbias = torch.reshape(torch.narrow(thetas, 1, %1$d, %4$d), [-1])
        up = torch.mul(torch.reshape(torch.narrow(thetas, 1, %2$d, %1$d), [-1, %5$d, %4$d]), %6$s)
        upbias = torch.mul(torch.narrow(thetas, 1, %3$d, %5$d), %6$s)
        inner = torch.relu(torch.linear(x, down, downbias))
        inner = torch.transpose(torch.view(inner, [torch.size(x, 0), -1, %4$d]), 0, 1)
        out = torch.baddbmm(torch.unsqueeze(upbias, 1), inner, torch.transpose(up, 1, 2))
        return torch.add_(out, base)
        """
            .formatted(bias, up, upBias, bottleneck, width, (double) scale));
  }
}

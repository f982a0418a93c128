package io.zeroflow.model.mobilenet;

import static io.zeroflow.model.torch.Script.FAST;
import static io.zeroflow.model.torch.Script.SMOOTH;
import static io.zeroflow.model.torch.Script.method;

import io.zeroflow.model.torch.Script;

/**
 * TorchScript source of the network. {@code encode} is the frozen trunk for one image; the other
 * methods are the adapter and the head, for a batch and a θ.
 *
 * <p>Inside the trunk an image lies channels last: [1, height, width, channels]. A pointwise
 * convolution is then one matrix product, and a depthwise one sees the same memory through permuted
 * strides.
 *
 * <p>TensorFlow pads such that the output has ⌈n / stride⌉ rows: at stride 2 and even n, only below
 * and to the right.
 */
final class MobileNetScript {

  private final MobileNetConfig config;

  MobileNetScript(MobileNetConfig config) {
    this.config = config;
  }

  String source() {
    return scaled()
        + pointwise()
        + depthwise()
        + encode()
        + config.adapters().source()
        + features(FAST)
        + features(SMOOTH)
        + stackedFeatures()
        + config.head().source();
  }

  /** Colours [1, 3, any, any] from 0 to 255, to the trunk's size and range. */
  private String scaled() {
    return method(
        "scaled(self, image: Tensor) -> Tensor",
        """
        x = torch._upsample_bicubic2d_aa(image, [%1$d, %1$d], False, None, None)
        x = torch.clamp(x, 0., 255.)
        return torch.sub(torch.div(x, 127.5), 1.)
        """
            .formatted(config.side()));
  }

  private static String pointwise() {
    return method(
        "pointwise(self, x: Tensor, w: List[Tensor], at: int) -> Tensor",
        "return torch.linear(x, torch.t(w[at]), w[at + 1])\n");
  }

  private static String depthwise() {
    return method(
        "depthwise(self, x: Tensor, w: List[Tensor], at: int, stride: int) -> Tensor",
        """
        x = torch.permute(x, [0, 3, 1, 2])
        pad = 1
        if torch.eq(stride, 2):
            x = torch.constant_pad_nd(x, [0, 1, 0, 1], 0.)
            pad = 0
        c = torch.size(x, 1)
        x = torch.conv2d(x, w[at], w[at + 1], [stride, stride], [pad, pad], [1, 1], c)
        return torch.clamp_(torch.permute(x, [0, 2, 3, 1]), 0., 6.)
        """);
  }

  private static String encode() {
    StringBuilder body =
        new StringBuilder(
            """
            x = torch.constant_pad_nd((self).scaled(image), [0, 1, 0, 1], 0.)
            x = torch.clamp_(torch.conv2d(x, w[0], w[1], [2, 2], [0, 0], [1, 1], 1), 0., 6.)
            x = torch.contiguous(torch.permute(x, [0, 2, 3, 1]))
            """);
    int at = 2;
    for (Bottleneck block : Bottleneck.TRUNK) {
      String inner = "x";
      if (block.expands()) {
        body.append("y = torch.clamp_((self).pointwise(x, w, %d), 0., 6.)\n".formatted(at));
        inner = "y";
        at += 2;
      }
      body.append("y = (self).depthwise(%s, w, %d, %d)\n".formatted(inner, at, block.stride()));
      body.append("y = (self).pointwise(y, w, %d)\n".formatted(at + 2));
      body.append(block.residual() ? "x = torch.add_(y, x)\n" : "x = y\n");
      at += 4;
    }
    body.append("return torch.mean(x, [0, 1, 2])\n");
    return method("encode(self, image: Tensor, w: List[Tensor]) -> Tensor", body.toString());
  }

  /** Features [inputs, width]: f + s · up(ReLU(down f)). */
  private String features(String prefix) {
    return method(
        prefix + "features(self, " + config.head().parameters() + ", w: List[Tensor]) -> Tensor",
        config.adapted() ? "return (self).adapted(theta, 0, frozen, frozen)\n" : "return frozen\n");
  }

  private String stackedFeatures() {
    return config.adapters().stackedSource()
        + config
            .head()
            .stackedFeatures(
                config.adapted()
                    ? "return (self).stacked_adapted(thetas, frozen, frozen)\n"
                    : Script.SHARED);
  }
}

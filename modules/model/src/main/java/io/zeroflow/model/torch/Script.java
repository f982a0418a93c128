package io.zeroflow.model.torch;

/** Pieces of TorchScript source. */
public final class Script {

  /** Prefix of the methods that only run forwards: fused kernels. */
  public static final String FAST = "";

  /** Prefix of those that are differentiated: fused kernels have no forward-mode derivative. */
  public static final String SMOOTH = "smooth_";

  /** Prefix of those that take several θ at once, as the rows of a matrix. */
  public static final String STACKED = "stacked_";

  /** Body of {@code stacked_features} where they are frozen: all θ see the same. */
  public static final String SHARED =
      "return torch.expand(torch.unsqueeze(frozen, 0), [torch.size(thetas, 0), -1, -1])\n";

  private Script() {}

  /**
   * A method of a module.
   *
   * @param signature name, parameters and result, such as {@code f(self, x: Tensor) -> Tensor}
   * @param body its lines, without indent
   */
  public static String method(String signature, String body) {
    return "  def " + signature + ":\n" + body.indent(4);
  }
}

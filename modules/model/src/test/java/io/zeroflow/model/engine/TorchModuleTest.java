package io.zeroflow.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchModuleTest {

  private static final String DOUBLED =
      "  def doubled(self, x: Tensor, w: List[Tensor]) -> Tensor:\n    return torch.add(x, x)\n";

  @Test
  void aTensorOverThetaIsItsMemory() {
    Theta theta = Theta.allocate(100);
    theta.append(new SliceSpec("a", List.of(3), new Init.Uniform(1)), 1);
    try (TorchModule module = TorchModule.compile("Test", DOUBLED, Device.cpu());
        TensorScope scope = module.newScope()) {
      Tensor tensor = scope.alias(theta);
      theta.set(0, 1f);
      theta.set(1, 2f);
      theta.set(2, 4f);
      assertThat(module.call("doubled", List.of(tensor), List.of()).getFirst().values())
          .containsExactly(2, 4, 8);
      theta.set(1, 20f);
      assertThat(module.call("doubled", List.of(tensor), List.of()).getFirst().values())
          .containsExactly(2, 40, 8);
    }
  }

  @Test
  void partsLieBehindOneAnother() {
    try (TorchModule module = TorchModule.compile("Test", DOUBLED, Device.cpu());
        TensorScope scope = module.newScope()) {
      Tensor tensor = scope.floats(List.of(new float[] {1}, new float[] {2, 3, 4}), 2, 2);
      TorchModule.Result result = module.call("doubled", List.of(tensor), List.of()).getFirst();
      assertThat(result.shape()).containsExactly(2, 2);
      assertThat(result.values()).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  void anUnknownOperatorFailsAtOnce() {
    String wrong = DOUBLED.replace("torch.add", "torch.no_such_operator");
    assertThatThrownBy(() -> TorchModule.compile("Test", wrong, Device.cpu()).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_operator");
  }

  /**
   * e^(x·θ) is all that its own derivative needs, and nothing else of that size is alive. The JVM's
   * compilers take and free a megabyte or two meanwhile.
   */
  @Test
  void activationsAreWhatTheWayBackNeeds() {
    int n = 4 << 20;
    String script =
        """
          def loss(self, theta: Tensor, x: Tensor, w: List[Tensor]) -> Tensor:
            return torch.sum(torch.exp(torch.mul(x, torch.sum(theta))))
        """;
    Theta theta = Theta.allocate(1);
    theta.append(new SliceSpec("a", List.of(1), new Init.Uniform(1)), 1);
    try (TorchModule module = TorchModule.compile("Test", script, Device.cpu());
        TensorScope scope = module.newScope()) {
      Tensor x = scope.floats(List.of(new float[n]), n);
      List<Tensor> frozen = List.of(scope.floats(new float[1], 1).frozen());
      assertThat(module.activations("loss", theta, List.of(x), frozen).orElseThrow())
          .isBetween(3L * n, 6L * n);
    }
  }

  /** What is to be differentiated must not be changed in place, which tells what is. */
  @Test
  void frozenTensorsTakeAGradientOnlyWhereAllOfThemShould() {
    String script =
        """
          def loss(self, theta: Tensor, w: List[Tensor]) -> Tensor:
            return torch.sum(torch.mul(theta, w[0]))
          def careless(self, theta: Tensor, w: List[Tensor]) -> Tensor:
            return torch.sum(torch.mul(theta, torch.mul_(w[0], 1.)))
        """;
    Theta theta = Theta.allocate(2);
    theta.append(new SliceSpec("a", List.of(2), new Init.Uniform(1)), 1);
    Theta gradient = Theta.allocate(2);
    try (TorchModule module = TorchModule.compile("Test", script, Device.cpu());
        TensorScope scope = module.newScope()) {
      List<Tensor> frozen = List.of(scope.floats(new float[] {3, 5}, 2).frozen());
      double loss = module.gradient("careless", theta, List.of(), frozen, gradient);
      assertThat(gradient.get(1)).isEqualTo(5);
      assertThat(module.gradientOfAll("loss", theta, List.of(), frozen)).isEqualTo(loss);
      assertThatThrownBy(() -> module.gradientOfAll("careless", theta, List.of(), frozen))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("leaf Variable that requires grad");
      assertThat(module.gradient("careless", theta, List.of(), frozen, gradient)).isEqualTo(loss);
    }
  }
}

package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.ForwardOnlyNetwork;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountedNetworkTest {

  private static Network network;

  private final AtomicLong forwards = new AtomicLong();

  @BeforeAll
  static void load() {
    network = MiniLm.load(new MiniLmConfig(0, 4, 1f, 16f, 16), Device.cpu());
  }

  @AfterAll
  static void close() {
    network.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zo-sgd",
        "zo-sgd(q=4)",
        "zo-sgd(q=3, sides=one)",
        "zo-sgd-sign",
        "zo-adam-conserve"
      })
  void forwardOnlyStepsCountAsTheySayThemselves(String line) {
    int said = step(network, line);

    assertThat(forwards).hasValue(said);
    assertThat(said).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"fo-sgd,3", "fo-adam,3", "forward-grad,2", "forward-grad(q=5),10"})
  void derivativesCountAsTheWorkThatTheyAre(String line, long expected) {
    step(network, line);

    assertThat(forwards).hasValue(expected);
  }

  @Test
  void featuresAndLogitsAreAForwardEach() {
    Network counted = new CountedNetwork(network, forwards::addAndGet);
    try (Batch batch = batch()) {
      counted.features(theta(), batch);
      counted.logits(theta(), batch);
    }

    assertThat(forwards).hasValue(2);
  }

  @Test
  void whatCannotBeDifferentiatedStaysSo() {
    assertThatThrownBy(() -> step(new ForwardOnlyNetwork(network), "fo-sgd"))
        .isInstanceOf(GradientsNeededException.class)
        .hasMessageContaining("cannot be differentiated");
    assertThat(forwards).hasValue(0);
  }

  private int step(Network network, String line) {
    Network counted = new CountedNetwork(network, forwards::addAndGet);
    Theta theta = theta();
    Target target = new Target.Rows(new int[] {1});
    try (Batch batch = batch()) {
      return Strategy.parse(line)
          .optimizer(theta, null)
          .measure(new Loss(counted, batch, target), new StepContext(1, 7, 1))
          .forwards();
    }
  }

  private static Batch batch() {
    return network.collate(List.of(network.encode(new Input.Text("a bird"))));
  }

  private static Theta theta() {
    Theta theta = Theta.allocate(2 * network.featureSize());
    for (int row = 0; row < 2; row++) {
      theta.append(SliceSpec.zeros("row-" + row, network.featureSize()), 1);
      theta.set(row * network.featureSize() + row, 1);
    }
    return theta;
  }

  private record Loss(Network network, Batch batch, Target target)
      implements DifferentiableObjective {
    @Override
    public double loss(Theta theta) {
      return network.loss(theta, batch, target);
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      return network.slope(theta, direction, batch, target);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      return network.gradient(theta, batch, target, gradient);
    }
  }
}

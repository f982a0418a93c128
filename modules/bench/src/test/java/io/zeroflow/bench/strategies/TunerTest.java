package io.zeroflow.bench.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TunerTest {

  private final List<String> tried = new ArrayList<>();

  @Test
  void climbsWhileItGetsBetter() throws Exception {
    Strategy best =
        tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.6, "lr=0.009", 0.7, "lr=0.027", 0.2));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=0.009)"));
    assertThat(tried).containsExactly("lr=0.001", "lr=0.003", "lr=0.009", "lr=0.027");
  }

  @Test
  void goesDownWhereUpIsWorse() throws Exception {
    Strategy best = tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.4, "lr=3.3e-4", 0.6));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=3.3e-4)"));
  }

  @Test
  void crossesAPlateauAndKeepsTheFirstOfEquals() throws Exception {
    Strategy best =
        tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.5, "lr=0.009", 0.6, "lr=0.027", 0.6));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=0.009)"));
  }

  @Test
  void staysInReach() throws Exception {
    Strategy best =
        tune(Map.of("lr=0.001", 0.1, "lr=0.003", 0.2, "lr=0.009", 0.3, "lr=0.027", 0.4));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=0.027)"));
    assertThat(tried).hasSize(1 + Tuner.REACH);
  }

  /** Rates that are not listed score 0. */
  private Strategy tune(Map<String, Double> averages) throws Exception {
    Tuner tuner =
        new Tuner(
            Goal.AVERAGE,
            strategy -> {
              String line = strategy.toString();
              String rate = line.substring(line.indexOf("lr="), line.indexOf(','));
              tried.add(rate);
              return new Run(line, 0, averages.getOrDefault(rate, 0.0), 0, 0, 0, 0, 0, 0, 0, 0);
            });
    return tuner.tune(Strategy.parse("zo-sgd(lr=0.001)"));
  }
}

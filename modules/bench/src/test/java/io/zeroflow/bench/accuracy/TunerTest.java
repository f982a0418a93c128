package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.strategy.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TunerTest {

  private static final Strategy START = Strategy.parse("zo-sgd(lr=0.001)");

  private final List<String> tried = new ArrayList<>();

  @Test
  void climbsWhileItGetsBetter() throws Exception {
    Strategy best =
        tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.6, "lr=0.009", 0.7, "lr=0.027", 0.2));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=0.009)"));
    assertThat(tried).containsExactly("lr=0.001", "lr=0.003", "lr=0.009", "lr=0.027", "lr=3.3e-4");
  }

  @Test
  void goesDownWhereUpIsWorse() throws Exception {
    Strategy best = tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.4, "lr=3.3e-4", 0.6));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=3.3e-4)"));
  }

  @Test
  void looksDownEvenIfUpIsBetter() throws Exception {
    Strategy best =
        tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.6, "lr=3.3e-4", 0.5, "lr=1.1e-4", 0.7));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=1.1e-4)"));
  }

  @Test
  void crossesAPlateauAndKeepsTheFirstOfEquals() throws Exception {
    Strategy best =
        tune(Map.of("lr=0.001", 0.5, "lr=0.003", 0.5, "lr=0.009", 0.6, "lr=0.027", 0.6));

    assertThat(best).isEqualTo(Strategy.parse("zo-sgd(lr=0.009)"));
  }

  @Test
  void endsItsWalkWhereTheStrategyAllowsNoMore() throws Exception {
    Strategy high = Strategy.parse("zo-sgd(lr=400)");

    Strategy best = tune(high, Map.of("lr=400", 0.5));

    assertThat(best).isEqualTo(high);
    assertThat(tried).containsExactly("lr=400", "lr=130");
  }

  @Test
  void staysInReach() throws Exception {
    Map<String, Double> averages = new HashMap<>();
    for (int i = 0; i <= Tuner.REACH + 2; i++) {
      // Better and better for ever.
      averages.put(rate(LearningRates.times(START, Math.pow(Tuner.FACTOR, i))), 0.1 * (i + 1));
    }

    Strategy best = tune(averages);

    assertThat(tried).hasSize(1 + Tuner.REACH + 1); // up, and one down
    assertThat(rate(best)).isEqualTo(tried.get(Tuner.REACH)).isEqualTo("lr=0.73");
  }

  /** Rates that are not listed score 0. */
  private Strategy tune(Map<String, Double> averages) throws Exception {
    return tune(START, averages);
  }

  private Strategy tune(Strategy start, Map<String, Double> averages) throws Exception {
    Tuner tuner =
        new Tuner(
            Goal.AVERAGE,
            strategy -> {
              tried.add(rate(strategy));
              double average = averages.getOrDefault(rate(strategy), 0.0);
              return new Run(
                  strategy.toString(), 0, average, 0, 0, 0, 0, List.of(), List.of(), 0, 0, 0, 0);
            });
    return tuner.tune(start);
  }

  private static String rate(Strategy strategy) {
    String line = strategy.toString();
    return line.substring(line.indexOf("lr="), line.indexOf(','));
  }
}

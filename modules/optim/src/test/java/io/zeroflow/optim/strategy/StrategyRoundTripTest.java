package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrategyRoundTripTest {

  private static final long SEED = Long.getLong("zeroflow.test.seed", 20_260_101);

  @Test
  void canonicalLineReadsBackToTheSameStrategy() {
    Random random = new Random(SEED);
    for (StrategyKind kind : StrategyCatalog.kinds()) {
      for (int i = 0; i < 500; i++) {
        List<String> pairs = new ArrayList<>();
        for (Option option : kind.options()) {
          if (random.nextInt(4) > 0) {
            pairs.add(option.name() + "=" + value(option, random));
          }
        }
        Collections.shuffle(pairs, random);
        String line = kind.name() + "(" + String.join(",", pairs) + ")";
        Strategy strategy = Strategy.parse(line);
        Strategy again = Strategy.parse(strategy.toString());
        assertThat(again).as("seed %d, line %s", SEED, line).isEqualTo(strategy);
        assertThat(again.toString()).as("seed %d, line %s", SEED, line).isEqualTo(strategy + "");
        assertThat(strategy.toString())
            .contains(kind.options().stream().map(Option::name).toList());
      }
    }
  }

  /** What the optimizer computes with is the float, so that is what must survive. */
  @Test
  void everyFloatSurvivesItsText() {
    Random random = new Random(SEED);
    Option option = Option.positive("x", 1, "anything");
    for (int i = 0; i < 20_000; i++) {
      float value = Float.intBitsToFloat(1 + random.nextInt(0x7F7FFFFF)); // any positive float
      String text = Option.format(value);
      assertThat((float) option.parse("test", text))
          .as("seed %d, text %s", SEED, text)
          .isEqualTo(value);
    }
  }

  /** Any of many digits, so that rounding to float takes part. */
  private static String value(Option option, Random random) {
    if (option.whole()) {
      return Integer.toString(random.nextInt(1, (int) option.max()));
    }
    if (Double.isFinite(option.max())) {
      return Double.toString(random.nextDouble(0, option.max() - 1e-6));
    }
    return Double.toString(Math.pow(10, random.nextDouble(-30, 30)));
  }
}

package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
        for (Option<?> option : kind.options()) {
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
        for (Option<?> option : kind.options()) {
          assertThat(strategy.toString()).contains(option.name());
        }
      }
    }
  }

  /** What the optimizer computes with is the float, so that is what must survive. */
  @Test
  void everyFloatSurvivesItsText() {
    Random random = new Random(SEED);
    NumberOption option = NumberOption.positive("x", 1, "anything");
    for (int i = 0; i < 20_000; i++) {
      float value = Float.intBitsToFloat(1 + random.nextInt(0x7F7FFFFF)); // any positive float
      String text = NumberOption.text(value);
      assertThat(option.parse("test", new StrategyLine(text, List.of(), Map.of())).floatValue())
          .as("seed %d, text %s", SEED, text)
          .isEqualTo(value);
    }
  }

  /** Any of many digits, so that rounding to float takes part. */
  private static String value(Option<?> option, Random random) {
    if (option instanceof NumberOption number) {
      return number(number, random);
    }
    if (option instanceof ScheduleOption schedule && random.nextBoolean()) {
      return "linear(%s, %d, %s)"
          .formatted(number(schedule.number(), random), 1 + random.nextInt(9999), "1e-9");
    }
    return option.examples().get(random.nextInt(option.examples().size()));
  }

  private static String number(NumberOption option, Random random) {
    if (option.whole()) {
      return Integer.toString(random.nextInt(1, (int) option.max()));
    }
    return Double.toString(Math.min(option.max() - 1e-6, 1) * random.nextDouble(1e-9, 0.03));
  }
}

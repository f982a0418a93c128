package io.zeroflow.bench.accuracy;

import io.zeroflow.optim.strategy.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/** The learning rates of a strategy, those of its inner strategies among them. */
final class LearningRates {

  private static final String NUMBER = "[0-9][0-9.eE+-]*";
  private static final Pattern CONSTANT = Pattern.compile("\\blr=(" + NUMBER + ")");
  private static final Pattern OVER_TIME =
      Pattern.compile("\\blr=(\\w+)\\((" + NUMBER + "), (" + NUMBER + "), (" + NUMBER + ")\\)");
  private static final Pattern OVER_SIZE =
      Pattern.compile("\\blr=([a-z-]+)\\((" + NUMBER + "), (" + NUMBER + ")\\)");

  private LearningRates() {}

  /** The same strategy with all learning rates times a factor, rounded to two digits. */
  static Strategy times(Strategy strategy, double factor) {
    if (factor == 1) {
      return strategy;
    }
    String scaled =
        CONSTANT.matcher(strategy.toString()).replaceAll(m -> "lr=" + times(m.group(1), factor));
    scaled =
        OVER_TIME
            .matcher(scaled)
            .replaceAll(
                m ->
                    "lr=%s(%s, %s, %s)"
                        .formatted(
                            m.group(1),
                            times(m.group(2), factor),
                            m.group(3),
                            times(m.group(4), factor)));
    return Strategy.parse(
        OVER_SIZE
            .matcher(scaled)
            .replaceAll(
                m ->
                    "lr=%s(%s, %s)"
                        .formatted(
                            m.group(1), times(m.group(2), factor), times(m.group(3), factor))));
  }

  private static String times(String number, double factor) {
    return new BigDecimal(number)
        .multiply(BigDecimal.valueOf(factor))
        .round(new MathContext(2))
        .stripTrailingZeros()
        .toString();
  }
}

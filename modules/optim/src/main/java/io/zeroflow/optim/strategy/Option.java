package io.zeroflow.optim.strategy;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A number that a strategy can be given.
 *
 * @param name key in the strategy line
 * @param defaultValue used when the key is absent
 * @param min smallest allowed value
 * @param minAllowed whether {@code min} itself is allowed
 * @param max values must be below this
 * @param whole whether only whole numbers are allowed
 * @param help what it does, in a few words
 */
public record Option(
    String name,
    double defaultValue,
    double min,
    boolean minAllowed,
    double max,
    boolean whole,
    String help) {

  /** A real number above zero. */
  static Option positive(String name, double defaultValue, String help) {
    return new Option(name, defaultValue, 0, false, Double.POSITIVE_INFINITY, false, help);
  }

  /** A real number in [0, max). */
  static Option fraction(String name, double defaultValue, double max, String help) {
    return new Option(name, defaultValue, 0, true, max, false, help);
  }

  /** A whole number in [1, max). */
  static Option count(String name, int defaultValue, int max, String help) {
    return new Option(name, defaultValue, 1, true, max, true, help);
  }

  /** Reads and checks a value. */
  double parse(String strategy, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(strategy, text);
    }
    boolean low = minAllowed ? value < min : value <= min;
    // Written so that NaN fails; a float underflow to zero would silently switch the option off.
    boolean fits = !low && value < max && Float.isFinite((float) value);
    boolean vanishes = value != 0 && (float) value == 0f;
    if (!fits || vanishes || (whole && value != Math.rint(value))) {
      throw wrong(strategy, text);
    }
    return value;
  }

  private StrategyException wrong(String strategy, String text) {
    return new StrategyException(
        "%s: %s=%s is not allowed; %s (%s) must be %s, for example %s=%s"
            .formatted(strategy, name, text, name, help, range(), name, format(defaultValue)));
  }

  /** The allowed values in words. */
  public String range() {
    String kind = whole ? "a whole number " : "a number ";
    String from = (minAllowed ? "≥ " : "> ") + format(min);
    return kind + from + (Double.isInfinite(max) ? "" : " and < " + format(max));
  }

  /** The default as one would write it. */
  public String defaultText() {
    return format(defaultValue);
  }

  /** The shortest text that reads back to the same float: 0.001, 1e-5, 4. */
  static String format(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal exact =
        new BigDecimal(Float.toString((float) value), MathContext.DECIMAL32).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -3 && exponent < 7) {
      return exact.toPlainString();
    }
    BigDecimal mantissa = exact.movePointLeft(exponent).stripTrailingZeros();
    return mantissa.toPlainString() + "e" + exponent;
  }
}

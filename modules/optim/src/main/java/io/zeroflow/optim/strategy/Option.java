package io.zeroflow.optim.strategy;

import java.math.BigDecimal;
import java.util.regex.Pattern;

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

  // Double.parseDouble alone would also take NaN, 1f and 0x1p-3.
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

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

  /** Reads and checks a value, rounded to the float that the optimizer computes with. */
  double parse(String strategy, String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw wrong(strategy, text, "");
    }
    double exact = Double.parseDouble(text);
    if (!allows(exact)) {
      throw wrong(strategy, text, "");
    }
    // 0.99999999999 rounds to 1, and 1e-50 to 0, which would silently switch the option off.
    float rounded = Float.parseFloat(text);
    if (!allows(rounded) || (exact != 0 && rounded == 0)) {
      throw wrong(strategy, text, "; as a 32-bit float it would be " + rounded);
    }
    return rounded == 0 ? 0 : rounded; // never −0
  }

  private boolean allows(double value) {
    return (minAllowed ? value >= min : value > min)
        && value < max
        && (!whole || value == Math.rint(value));
  }

  private StrategyException wrong(String strategy, String text, String reason) {
    return new StrategyException(
        "%s: %s=%s is not allowed; %s (%s) must be %s, for example %s=%s%s"
            .formatted(
                strategy, name, text, name, help, range(), name, format(defaultValue), reason));
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
    BigDecimal shortest = new BigDecimal(Float.toString((float) value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -3 && exponent < 7) {
      return shortest.toPlainString();
    }
    return shortest.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }
}

package io.zeroflow.optim.strategy;

import java.math.BigDecimal;
import java.util.List;
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
record NumberOption(
    String name,
    Double defaultValue,
    double min,
    boolean minAllowed,
    double max,
    boolean whole,
    String help)
    implements Option<Double> {

  // Double.parseDouble alone would also take NaN, 1f and 0x1p-3.
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  NumberOption {
    if (!whole) {
      defaultValue = (double) defaultValue.floatValue(); // like every value that is parsed
    }
  }

  /** A real number above zero. */
  static NumberOption positive(String name, double defaultValue, String help) {
    return new NumberOption(name, defaultValue, 0, false, Double.POSITIVE_INFINITY, false, help);
  }

  /** A real number in (0, max). */
  static NumberOption positive(String name, double defaultValue, double max, String help) {
    return new NumberOption(name, defaultValue, 0, false, max, false, help);
  }

  /** A real number in [0, max). */
  static NumberOption fraction(String name, double defaultValue, double max, String help) {
    return new NumberOption(name, defaultValue, 0, true, max, false, help);
  }

  /** A whole number in [1, max). */
  static NumberOption count(String name, int defaultValue, int max, String help) {
    return new NumberOption(name, (double) defaultValue, 1, true, max, true, help);
  }

  /**
   * Reads and checks a value. A real one is rounded to the float that the optimizer computes with.
   */
  @Override
  public Double parse(String strategy, StrategyLine value) {
    String text = value.toString();
    if (!DECIMAL.matcher(text).matches()) {
      throw wrong(strategy, value, "");
    }
    double exact = Double.parseDouble(text);
    if (!allows(exact)) {
      throw wrong(strategy, value, "");
    }
    if (whole) {
      return exact;
    }
    // 0.99999999999 rounds to 1, and 1e-50 to 0, which would silently switch the option off.
    float rounded = Float.parseFloat(text);
    if (!allows(rounded) || (exact != 0 && rounded == 0)) {
      throw wrong(strategy, value, "; as a 32-bit float it would be " + rounded);
    }
    return rounded == 0 ? 0.0 : rounded; // never −0
  }

  private boolean allows(double value) {
    return (minAllowed ? value >= min : value > min)
        && value < max
        && (!whole || value == Math.rint(value));
  }

  @Override
  public String range() {
    String kind = whole ? "a whole number " : "a number ";
    String from = (minAllowed ? "≥ " : "> ") + format(min);
    return kind + from + (Double.isInfinite(max) ? "" : " and < " + format(max));
  }

  @Override
  public List<String> examples() {
    if (whole) {
      return List.of("3");
    }
    return List.of(defaultValue == 0 ? "0.25" : text(defaultValue / 2));
  }

  @Override
  public String format(Double value) {
    return whole ? Long.toString(value.longValue()) : text(value);
  }

  /** The shortest text that reads back to the same float: 0.001, 1e-5, 4. */
  static String text(double value) {
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

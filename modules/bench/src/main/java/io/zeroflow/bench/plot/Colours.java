package io.zeroflow.bench.plot;

import java.util.Locale;

/** Colours that people with any kind of sight can tell apart. */
public final class Colours {

  /** For categories (Okabe and Ito 2008, with grey and two darker shades). */
  private static final String[] CATEGORIES = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#000000",
    "#7b3294", "#8c510a", "#b2182b"
  };

  private Colours() {}

  /** Colour of a category. */
  public static String category(int i) {
    return CATEGORIES[i % CATEGORIES.length];
  }

  /** Between two colours, {@code part} of the way from 0 to 1. */
  public static String between(int from, int to, double part) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int a = from >> shift & 0xFF;
      int b = to >> shift & 0xFF;
      mixed |= (int) Math.round(a + (b - a) * part) << shift;
    }
    return String.format(Locale.ROOT, "#%06x", mixed);
  }
}

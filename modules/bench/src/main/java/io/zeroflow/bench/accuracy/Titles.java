package io.zeroflow.bench.accuracy;

import io.zeroflow.optim.strategy.Strategy;
import java.util.regex.Pattern;

/** Strategies as people read them. */
final class Titles {

  /** A line within a line; its own options may be schedules, such as lr=cosine(1e-3, 800, 0). */
  private static final Pattern INNER =
      Pattern.compile("=((?:zo|fo|forward)-[a-z-]*\\((?:[^()]|\\([^()]*\\))*\\))");

  private Titles() {}

  /** Options that differ from the defaults and the learning rates, in inner strategies too. */
  static String of(Strategy strategy) {
    String whole = strategy.toString();
    String brief = INNER.matcher(whole).replaceAll(m -> "=" + Strategy.parse(m.group(1)).brief());
    return brief.equals(whole) ? strategy.brief() : brief;
  }
}

package io.zeroflow.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Ratios of the API for people. */
final class Percent {

  private Percent() {}

  /** In percent; a dash for what was not measured. */
  static String of(JsonNode ratio) {
    return ratio.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * ratio.asDouble()) : "–";
  }
}

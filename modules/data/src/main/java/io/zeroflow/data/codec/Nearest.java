package io.zeroflow.data.codec;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant to type. */
final class Nearest {

  /** Letters left out, added or changed, that still count as a slip. */
  private static final int SLIPS = 2;

  private Nearest() {}

  /** The known word that is nearest to a typed one, whatever their case; empty if none is near. */
  static Optional<String> of(String typed, List<String> known) {
    return known.stream()
        .filter(word -> distance(typed, word) <= Math.min(SLIPS, word.length() - 1))
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  /** Levenshtein's distance, or more than {@link #SLIPS} where the lengths alone say so. */
  private static int distance(String typed, String word) {
    if (Math.abs(typed.length() - word.length()) > SLIPS) {
      return SLIPS + 1;
    }
    String a = typed.toLowerCase(Locale.ROOT);
    String b = word.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

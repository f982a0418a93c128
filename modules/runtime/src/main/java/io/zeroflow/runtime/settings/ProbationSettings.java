package io.zeroflow.runtime.settings;

/**
 * When a swap by a rule is undone.
 *
 * @param evaluations for how many the way back is kept; 0 for not at all
 * @param badInARow so many bad ones in a row undo the swap
 * @param accuracyDrop how far accuracy must lie below that of the weights before the swap to be bad
 */
public record ProbationSettings(int evaluations, int badInARow, double accuracyDrop) {

  static ProbationSettings from(Section section) {
    return new ProbationSettings(
        section.whole("evaluations", 0, 10_000),
        section.whole("bad-in-a-row", 1, 10_000),
        section.notNegative("accuracy-drop", 1));
  }
}

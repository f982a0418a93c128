package io.zeroflow.model;

/** What the logits of a batch are held against. */
public sealed interface Target {

  /**
   * The right head row of each input: mean cross-entropy.
   *
   * @param rows [batch]; shared, not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one batch, never compared
  record Rows(int[] rows) implements Target {}

  /**
   * What an earlier model said, for knowledge distillation as in LwF (Li and Hoiem 2016): mean
   * cross-entropy between its distribution and the one over the same rows, both softened by
   * temperature T, times T².
   *
   * @param logits over the first k head rows, [batch][k], k at most their number; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one batch, never compared
  record Teacher(float[][] logits) implements Target {

    /** T of Hinton et al. 2015, as LwF sets it. */
    public static final double TEMPERATURE = 2;
  }

  /**
   * The right head row of each input, where modules that are frozen have a say too, as in MEMO
   * (Zhou et al., ICLR 2023): mean cross-entropy of the logits with theirs added, plus that of the
   * logits alone, the auxiliary loss that has the features of θ tell all classes apart by
   * themselves.
   *
   * @param rows [batch]; shared, not to be changed
   * @param offsets logits of the frozen modules, [batch][head rows]; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one batch, never compared
  record Boosted(int[] rows, float[][] offsets) implements Target {}
}

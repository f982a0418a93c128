package io.zeroflow.model;

import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;

/**
 * A network over θ. θ holds the {@link #slices} first and then any number of head rows, one a
 * class, of {@link #featureSize} floats each. Logits are a temperature times the cosine of feature
 * and head row. May be used from several threads at once, each with its own θ.
 */
public interface Network extends AutoCloseable {

  /** Canonical name with all that shapes it: a journal belongs to one. */
  String name();

  /** Where its tensors live, such as {@code cpu}. */
  String device();

  /** Width of features and head rows. */
  int featureSize();

  /** Trainable slices below the head, in the order in which θ holds them. */
  List<SliceSpec> slices();

  /**
   * Checks that an input is of a kind that this network takes.
   *
   * @throws UnsupportedInputException if not
   */
  void check(Input input);

  /**
   * Runs the frozen part on one input, alone: its bits must not depend on batch mates.
   *
   * @throws UnsupportedInputException if the input is of another kind
   */
  Encoded encode(Input input);

  /**
   * Encoded inputs, at least one, as one batch, which any thread may read and close.
   *
   * @throws IllegalArgumentException if another network encoded one of them
   */
  Batch collate(List<Encoded> inputs);

  /**
   * Mean cross-entropy of a batch; not finite if θ is not.
   *
   * @param rows right head row of each input
   */
  double loss(Theta theta, Batch batch, int[] rows);

  /** Logits over all head rows, [batch][rows]. */
  float[][] logits(Theta theta, Batch batch);

  /** Features that the head compares, [batch][feature size], of any norm. */
  float[][] features(Theta theta, Batch batch);

  @Override
  void close();
}

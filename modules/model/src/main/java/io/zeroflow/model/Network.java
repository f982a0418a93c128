package io.zeroflow.model;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.OptionalLong;

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

  /**
   * Makes the calling thread ready for this network's work, as a learner does before its first
   * batch; a thread that does not is taken as it is.
   *
   * @param threads how many of the engine's own threads may help it
   */
  default void enter(int threads) {}

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

  /** Mean loss of a batch; not finite if θ is not. */
  double loss(Theta theta, Batch batch, Target target);

  /**
   * Losses of several candidates on the same batch, in their order: those of {@link #loss} one by
   * one, but for rounding. A network that is faster with several at once overrides this.
   *
   * @param work scratch of θ's capacity that candidates are written into
   */
  default double[] losses(List<Candidate> candidates, Theta work, Batch batch, Target target) {
    Objective loss = theta -> loss(theta, batch, target);
    return loss.losses(candidates, work);
  }

  /** Whether {@link #gradient} and {@link #slope} work; a black box gives losses only. */
  default boolean differentiable() {
    return false;
  }

  /**
   * The same loss, and its gradient by θ.
   *
   * @param gradient takes the slices of θ and the gradient as its values
   * @throws UnsupportedOperationException if it is a black box
   */
  default double gradient(Theta theta, Batch batch, Target target, Theta gradient) {
    throw notDifferentiable();
  }

  /**
   * The same loss, and its derivative along a direction by forward-mode differentiation.
   *
   * @param direction shaped like θ
   * @throws UnsupportedOperationException if it is a black box
   */
  default Slope slope(Theta theta, Theta direction, Batch batch, Target target) {
    throw notDifferentiable();
  }

  /**
   * Bytes of activations that {@link #gradient} keeps on its way forward for its way back, and
   * forward passes alone never keep. Measured, at the price of a few forward passes.
   *
   * @return nothing where it cannot be told
   */
  default OptionalLong activations(Theta theta, Batch batch, Target target) {
    return OptionalLong.empty();
  }

  private UnsupportedOperationException notDifferentiable() {
    return new UnsupportedOperationException(
        "%s gives losses only and cannot be differentiated; choose a zo- strategy"
            .formatted(name()));
  }

  /** Logits over all head rows, [batch][rows]. */
  float[][] logits(Theta theta, Batch batch);

  /** Features that the head compares, [batch][feature size], of any norm. */
  float[][] features(Theta theta, Batch batch);

  @Override
  void close();
}

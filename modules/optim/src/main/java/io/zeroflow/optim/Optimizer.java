package io.zeroflow.optim;

/**
 * Mutable state of one strategy over one θ. A step is {@link #measure measured}, then {@link #apply
 * applied}; recovery and followers call apply alone, so there is no second code path to drift from
 * the first. What is {@link #save saved} is the state beside θ. Not safe for concurrent use.
 */
public interface Optimizer extends Persistent {

  /**
   * Runs the forward passes of one step. θ and the optimizer's state are left bit-identical.
   *
   * @return the step, rejected if a loss is not finite
   */
  StepRecord measure(Objective objective, StepContext context);

  /**
   * Moves θ and the state by a measured step: the only thing that does. A rejected step is a no-op.
   */
  void apply(StepRecord record);

  /**
   * Writes the gradient estimate of a measured step into {@code direction}; nothing moves.
   *
   * @param direction of θ's shape
   * @return whether there is one: a step that is rejected or held has none
   */
  boolean estimate(StepRecord record, Theta direction);

  /** The θ that this optimizer moves. */
  Theta theta();

  /** Same history, independent future: copies of θ and of the state. */
  Optimizer fork();
}

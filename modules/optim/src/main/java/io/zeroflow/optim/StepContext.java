package io.zeroflow.optim;

/**
 * What a step is measured under.
 *
 * @param step number of the step, from 1
 * @param seed from which the step's perturbations are drawn; a pure function of the model's seed
 *     and the step number, so that a step that is measured again after a crash is the same step
 */
public record StepContext(long step, long seed) {}

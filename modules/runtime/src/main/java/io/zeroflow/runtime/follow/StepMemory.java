package io.zeroflow.runtime.follow;

import org.jspecify.annotations.Nullable;

/**
 * What a step by backprop needs beyond one by forward passes, which free every activation as soon
 * as the next layer has been computed.
 *
 * @param batch samples of a step
 * @param gradient bytes of the gradient
 * @param activations bytes of the activations that the backward pass would wait for; null where it
 *     cannot be told: a black box, a GPU, no held-out sample yet
 */
public record StepMemory(int batch, long gradient, @Nullable Long activations) {}

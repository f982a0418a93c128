package io.zeroflow.journal;

/**
 * What a decision came to, from the last measurement before it to the one in question.
 *
 * @param accuracy change of the accuracy on all classes seen, a ratio from −1 to 1
 * @param forgetting change of mean forgetting, likewise
 * @param forwards forward passes meanwhile
 * @param evaluations measurements meanwhile
 */
public record Effect(double accuracy, double forgetting, long forwards, int evaluations) {}

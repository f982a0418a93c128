/**
 * Whatever follows the journal to measure the model. One follower a process applies the records to
 * its own replica; evaluators, one a task, are given copies of its weights and work on the
 * evaluation thread; the scoreboard turns what they measure into the accuracy matrix.
 *
 * <p>Two kinds of measurement: at the end of a task every task is measured on exactly the weights
 * of that moment (a row of the accuracy matrix, never dropped); in between, all tasks are measured
 * on the newest weights as often as the evaluation's share of the machine allows, and what has
 * become stale in the meantime is skipped.
 */
@NullMarked
package io.zeroflow.runtime.follow;

import org.jspecify.annotations.NullMarked;

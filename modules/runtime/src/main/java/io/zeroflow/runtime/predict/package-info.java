/**
 * Answers questions with the model as the evaluators' follower holds it, and says which version
 * answered. A thread of its own; nothing here can hold up the learner but by the processor it uses.
 */
@NullMarked
package io.zeroflow.runtime.predict;

import org.jspecify.annotations.NullMarked;

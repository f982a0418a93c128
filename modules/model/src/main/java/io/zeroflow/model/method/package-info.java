/**
 * Continual-learning methods: what a batch of a task changes, what stays of a task when it ends,
 * and how the model then classifies.
 *
 * <p>A method never writes to θ: it says what should change, that becomes a journal record, and the
 * record changes the replica. What a method must remember it keeps as a {@link
 * io.zeroflow.journal.MethodState}, a fold over the journal, so that every follower holds the same
 * and a method that comes back after a crash decides as before. Only the samples that {@link
 * io.zeroflow.model.method.TaskSample} collects while a task runs are the learner's own; after a
 * crash it {@linkplain io.zeroflow.model.method.ContinualMethod#observe observes} them once more.
 * Where the source no longer has them, a class without any is represented by its head row where a
 * method needs a prototype of it.
 *
 * <p>A learner owns its method; it is called on the learner's thread. Predictors are immutable and
 * for any thread that may do tensor work.
 */
@NullMarked
package io.zeroflow.model.method;

import org.jspecify.annotations.NullMarked;

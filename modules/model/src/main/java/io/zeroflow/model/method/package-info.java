/**
 * Continual-learning methods: what is trained on a batch and how a class's head row starts.
 *
 * <p>A method is stateless. What it needs to know about the past is in the head, that is in the
 * journal, so a method that comes back after a crash decides as before. It never writes to θ: it
 * says what should change, and that becomes a journal record.
 */
@NullMarked
package io.zeroflow.model.method;

import org.jspecify.annotations.NullMarked;

/**
 * The supervisor: watches forgetting and swaps the strategy, by itself or on an operator's word.
 * Each swap and its reason become a journal record, so that everyone can see why.
 */
@NullMarked
package io.zeroflow.runtime.supervise;

import org.jspecify.annotations.NullMarked;

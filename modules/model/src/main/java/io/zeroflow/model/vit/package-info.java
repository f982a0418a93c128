/**
 * Vision transformers of any size, written as TorchScript. Weights come from a file of the user's,
 * in one of three layouts; nothing is shipped.
 *
 * <p>A network may be called on any platform thread; it is loaded once and shared. The frozen part
 * of an image below the first adapter is computed once ({@code encode}); of the last block only the
 * class token is ever computed, so with an adapter in that block alone a batch is one row an image.
 */
@NullMarked
package io.zeroflow.model.vit;

import org.jspecify.annotations.NullMarked;

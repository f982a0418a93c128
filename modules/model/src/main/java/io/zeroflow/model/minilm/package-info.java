/**
 * MiniLM-L6-v2, a sentence transformer of 6 BERT blocks, with adapters and a cosine head: the
 * backbone that comes with Zeroflow. Weights and vocabulary are Apache-2.0 and come as a package.
 */
@NullMarked
package io.zeroflow.model.minilm;

import org.jspecify.annotations.NullMarked;

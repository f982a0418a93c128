/**
 * MobileNetV2 (Sandler et al., CVPR 2018) for images, in 1.7 million frozen parameters.
 *
 * <p>{@link io.zeroflow.model.mobilenet.MobileNet} is the network; the rest is how its weights are
 * named in the file ({@code MobileNetWeights}), what TorchScript is made of them ({@code
 * MobileNetScript}) and how files and tensors become colours ({@code Colours}). The weights were
 * trained for detection on COCO and are chosen by the user; nothing is downloaded.
 *
 * <p>Whoever runs a model loads one; it may be used on any platform thread, from several at once.
 */
@NullMarked
package io.zeroflow.model.mobilenet;

import org.jspecify.annotations.NullMarked;

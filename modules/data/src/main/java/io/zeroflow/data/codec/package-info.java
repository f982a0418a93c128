/**
 * Messages to bytes and back.
 *
 * <p>{@link io.zeroflow.data.codec.SampleCodec} is the door: it writes protobuf or JSON and reads
 * whichever it is given. What it reads comes from a topic that anybody may write to, so nothing is
 * believed: sizes are checked before memory is taken, images are decoded, floats must be finite.
 * What fails leaves as a {@link io.zeroflow.data.codec.BadSampleException} with one of a few
 * reasons, which is also the reason on the dead-letter topic and in the metrics.
 *
 * <p>The load generator and the task source call it. A codec is immutable and may be shared by any
 * number of threads.
 */
@NullMarked
package io.zeroflow.data.codec;

import org.jspecify.annotations.NullMarked;

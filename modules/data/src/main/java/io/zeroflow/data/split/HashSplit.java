package io.zeroflow.data.split;

import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;

/**
 * Holds out a share of a stream that is sent without a split. What decides is a hash of the input
 * alone, so every reader decides alike, and the same input under two labels, tasks or offsets never
 * is on both sides.
 *
 * @param share of the training samples that are held out, in [0, 1); about so many of a task's
 */
public record HashSplit(double share) {

  /** Takes everything as it is marked. */
  public static final HashSplit NONE = new HashSplit(0);

  /** The message, held out if its turn has come; what is marked as held out stays so. */
  public StreamMessage apply(StreamMessage message) {
    return message instanceof Sample sample && sample.split() == Split.TRAIN && holdsOut(sample)
        ? new Sample(sample.task(), sample.label(), Split.EVAL, sample.payload())
        : message;
  }

  private boolean holdsOut(Sample sample) {
    // The upper 53 bits as a number in [0, 1).
    return share > 0 && (sample.payload().fingerprint() >>> 11) * 0x1p-53 < share;
  }
}

package io.zeroflow.data.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be learned from. The message names what is wrong and what to do about it; it
 * is meant for the dead-letter topic, where the producer's owner reads it.
 */
public final class BadSampleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, as few kinds as a dashboard can show. */
  public enum Reason {
    /** No value at all (a tombstone), or nothing but white space. */
    EMPTY,
    /** Neither the protobuf message nor the JSON form. */
    NOT_A_SAMPLE,
    /** No label, or a blank one. */
    MISSING_LABEL,
    /** A label or a task that is padded or has characters that nobody sees. */
    BAD_NAME,
    /** No text, image or tensor, or an empty one. */
    MISSING_PAYLOAD,
    /** The tensor's shape is not a shape, or does not fit its values. */
    BAD_SHAPE,
    /** A tensor value is NaN or infinite as a 32-bit float. */
    NOT_FINITE,
    /** The image is not a PNG or JPEG file that decodes to the end. */
    CORRUPT_IMAGE,
    /** Beyond one of the limits on bytes, pixels, elements or characters. */
    TOO_LARGE;

    /** The value of the {@code reason} label: {@code not_a_sample}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  BadSampleException(Reason reason, String message) {
    this(reason, message, null);
  }

  BadSampleException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why, for metrics and routing. */
  public Reason reason() {
    return reason;
  }
}

package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.BAD_NAME;
import static io.zeroflow.data.codec.BadSampleException.Reason.MISSING_LABEL;
import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_A_SAMPLE;
import static io.zeroflow.data.codec.BadSampleException.Reason.TOO_LARGE;

import io.zeroflow.data.Names;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;

/** What holds for a message in whichever form it came. */
final class Checks {
  /** In UTF-16 units: names become metric labels, file names and headings. */
  static final int MAX_NAME = 200;

  private Checks() {}

  static void message(StreamMessage message) {
    switch (message) {
      case TaskEnd end -> length("task", end.task(), MAX_NAME);
      case Sample sample -> {
        length("task", sample.task(), MAX_NAME);
        length("label", sample.label(), MAX_NAME);
        payload(sample.payload());
      }
    }
  }

  static void payload(Payload payload) {
    switch (payload) {
      case Payload.Text text -> wellFormed("text", text.text());
      case Payload.Tensor tensor -> Tensors.check(tensor.shape(), tensor.values());
      case Payload.Image image -> {
        // Pixels are decoded by the reader alone: see image(payload).
      }
    }
  }

  /** Decodes an image payload: a broken one must not reach a learner, far from its producer. */
  static void image(Payload payload) {
    if (payload instanceof Payload.Image image) {
      Images.check(image.bytes());
    }
  }

  /** Requires a label before the record's constructor does, for the sake of the reason. */
  static String label(String label) {
    if (label.isBlank()) {
      throw new BadSampleException(
          MISSING_LABEL, "the sample has no label; set 'label' to the name of its class");
    }
    return name("label", label);
  }

  /** Requires what the record's constructor does of a sample's task; empty for none. */
  static String task(String task) {
    return task.isEmpty() ? task : name("task", task);
  }

  /** Requires the task of a task end before the record's constructor does. */
  static String endedTask(String task) {
    if (task.isBlank()) {
      throw new BadSampleException(
          NOT_A_SAMPLE,
          "the task end names no task; name the task whose samples have all been sent");
    }
    return name("task", task);
  }

  static void id(String id) {
    if (id.length() > Tag.MAX_ID) {
      throw new BadSampleException(
          TOO_LARGE,
          "the id has %,d characters, the limit is %d; send a shorter one"
              .formatted(id.length(), Tag.MAX_ID));
    }
    wellFormed("id", id);
  }

  /**
   * @param bytes of the meta object
   */
  static void meta(int bytes) {
    if (bytes > Tag.MAX_META) {
      throw new BadSampleException(
          TOO_LARGE,
          "'meta' has %,d bytes, the limit is %,d; send less, or only a reference in 'id'"
              .formatted(bytes, Tag.MAX_META));
    }
  }

  private static String name(String what, String name) {
    // No character comes in more than four parts: what is longer need not be put together.
    length(what, name, 4 * MAX_NAME);
    try {
      return Names.canonical(what, name);
    } catch (IllegalArgumentException e) {
      throw new BadSampleException(BAD_NAME, String.valueOf(e.getMessage()), e);
    }
  }

  private static void length(String what, String name, int limit) {
    if (name.length() > limit) {
      throw new BadSampleException(
          TOO_LARGE,
          "the %s has %,d characters, the limit is %d; shorten it, beginning with '%s'"
              .formatted(what, name.length(), MAX_NAME, Excerpt.of(name)));
    }
  }

  /** A surrogate without its partner is no character: neither UTF-8 nor a tokenizer can take it. */
  private static void wellFormed(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new BadSampleException(
              NOT_A_SAMPLE,
              "the %s '%s' has the character U+%04X at index %d; leave it out"
                  .formatted(what, Excerpt.of(text), (int) text.charAt(i), i));
        }
        i++;
      }
    }
  }
}

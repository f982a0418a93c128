package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.MISSING_LABEL;
import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_A_SAMPLE;
import static io.zeroflow.data.codec.BadSampleException.Reason.TOO_LARGE;

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
      case TaskEnd end -> name("task", end.task());
      case Sample sample -> {
        name("task", sample.task());
        name("label", sample.label());
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
    return label;
  }

  /** Requires the task of a task end before the record's constructor does. */
  static String endedTask(String task) {
    if (task.isBlank()) {
      throw new BadSampleException(
          NOT_A_SAMPLE,
          "the task end names no task; name the task whose samples have all been sent");
    }
    return task;
  }

  private static void name(String what, String name) {
    if (name.length() > MAX_NAME) {
      throw new BadSampleException(
          TOO_LARGE,
          "the %s has %,d characters, the limit is %d; shorten it, beginning with '%s'"
              .formatted(what, name.length(), MAX_NAME, Excerpt.of(name)));
    }
    wellFormed(what, name);
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        throw unprintable(what, name, i);
      }
    }
  }

  /** A surrogate without its partner is no character: neither UTF-8 nor a tokenizer can take it. */
  private static void wellFormed(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw unprintable(what, text, i);
        }
        i++;
      }
    }
  }

  private static BadSampleException unprintable(String what, String text, int index) {
    return new BadSampleException(
        NOT_A_SAMPLE,
        "the %s '%s' has the character U+%04X at index %d; leave it out"
            .formatted(what, Excerpt.of(text), (int) text.charAt(index), index));
  }
}

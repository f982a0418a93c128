package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.MISSING_PAYLOAD;

import io.zeroflow.data.Names;
import io.zeroflow.data.Payload;

/** Text and image payloads from foreign values: an empty one counts as none. */
final class Payloads {

  private Payloads() {}

  static Payload text(String text) {
    if (!Names.hasVisible(text)) {
      throw new BadSampleException(
          MISSING_PAYLOAD, "the text is blank: there is nothing to see in it; send a sentence");
    }
    return new Payload.Text(text);
  }

  static Payload image(byte[] bytes) {
    if (bytes.length == 0) {
      throw new BadSampleException(
          MISSING_PAYLOAD, "the sample's image has no bytes; send a whole PNG or JPEG file");
    }
    return new Payload.Image(bytes);
  }
}

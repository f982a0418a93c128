package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.EMPTY;
import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_A_SAMPLE;
import static io.zeroflow.data.codec.BadSampleException.Reason.TOO_LARGE;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.StreamMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the values of the tasks topic.
 *
 * <p>There are two forms. Protobuf ({@code sample.proto}) is compact and is what programs should
 * send. JSON is for people with a console producer: {@code {"task":"t1","label":"cat",
 * "split":"train","text":"it purrs"}}, with {@code "image"} (base64) or {@code
 * "tensor":{"shape":[2],"values":[0.5,1]}} in place of the text, or {@code {"taskEnd":"t1"}}. The
 * reader tells them apart by how they begin.
 */
public final class SampleCodec {
  /** 8 MiB: room for a photograph, small beside the heap. */
  public static final int DEFAULT_MAX_BYTES = 8 << 20;

  private final int maxBytes;
  private final JsonForm json;

  /** A codec with {@link #DEFAULT_MAX_BYTES}. */
  public SampleCodec() {
    this(DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes the longest value that is written or read, in bytes
   * @throws IllegalArgumentException if it is below 1
   */
  public SampleCodec(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1, but is " + maxBytes);
    }
    this.maxBytes = maxBytes;
    this.json = new JsonForm(maxBytes);
  }

  /**
   * The protobuf form.
   *
   * @throws BadSampleException if the message exceeds a limit and would be refused by {@link
   *     #decode}; an image is sent as it is, and decoded by the reader alone
   */
  public byte[] encode(StreamMessage message) {
    Checks.message(message);
    return limited(ProtoForm.write(message));
  }

  /**
   * The JSON form, in UTF-8 and on one line.
   *
   * @throws BadSampleException as {@link #encode} does
   */
  public byte[] encodeJson(StreamMessage message) {
    Checks.message(message);
    return limited(json.write(message));
  }

  /**
   * Reads either form.
   *
   * @param value the value of a record; null for a tombstone
   * @throws BadSampleException whatever the bytes are, nothing else is thrown
   */
  public StreamMessage decode(byte @Nullable [] value) {
    if (value == null) {
      throw new BadSampleException(
          EMPTY, "the record has no value (a tombstone); send a sample or a task end");
    }
    StreamMessage message =
        switch (Form.of(limited(value))) {
          case JSON -> json.read(value);
          case PROTOBUF -> ProtoForm.read(value);
          case BLANK ->
              throw new BadSampleException(
                  EMPTY,
                  "the value has %s; send a sample or a task end"
                      .formatted(value.length == 0 ? "no bytes" : "nothing but white space"));
          case UTF_16 -> throw utf16();
        };
    Checks.message(message);
    if (message instanceof Sample sample) {
      Checks.image(sample.payload());
    }
    return message;
  }

  /**
   * Reads an input without a label: JSON with {@code text}, {@code image} or {@code tensor}, as a
   * sample has them.
   *
   * @throws BadSampleException whatever the bytes are, nothing else is thrown
   */
  public Payload decodeInput(byte[] value) {
    switch (Form.of(limited(value))) {
      case JSON -> {}
      case UTF_16 -> throw utf16();
      case PROTOBUF, BLANK ->
          throw new BadSampleException(
              NOT_A_SAMPLE, "the input is no JSON object; give one such as {\"text\": \"…\"}");
    }
    Payload payload = json.readInput(value);
    Checks.payload(payload);
    Checks.image(payload);
    return payload;
  }

  private static BadSampleException utf16() {
    return new BadSampleException(
        NOT_A_SAMPLE, "the value is in UTF-16 or UTF-32; send JSON in UTF-8");
  }

  private byte[] limited(byte[] value) {
    if (value.length > maxBytes) {
      throw new BadSampleException(
          TOO_LARGE,
          "the value has %,d bytes, the limit is %,d; send a smaller image or tensor, or raise the limit"
              .formatted(value.length, maxBytes));
    }
    return value;
  }
}

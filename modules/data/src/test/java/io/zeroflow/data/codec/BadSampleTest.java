package io.zeroflow.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.zeroflow.data.codec.BadSampleException.Reason;
import io.zeroflow.data.proto.Sample;
import io.zeroflow.data.proto.StreamMessage;
import io.zeroflow.data.proto.TaskEnd;
import io.zeroflow.data.proto.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BadSampleTest {
  private final SampleCodec codec = new SampleCodec(100_000);

  /** A quote stands for a double one, so that the JSON can be read here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                     | NOT_A_SAMPLE    | not one JSON object
          {}                                                    | MISSING_LABEL   | has no label
          {} {}                                                 | NOT_A_SAMPLE    | not one JSON object
          {'label':'a','label':'b','text':'x'}                  | NOT_A_SAMPLE    | Duplicate
          {'labl':'a','text':'x'}                               | NOT_A_SAMPLE    | 'labl' is not known in a sample (did you mean 'label'?); the keys are [task, label, split, text, image, tensor, id, meta]
          {'task':7,'label':'a','text':'x'}                     | NOT_A_SAMPLE    | 'task' is a number; give a string
          {'label':7,'text':'x'}                                | NOT_A_SAMPLE    | 'label' is a number; give a string
          {'label':'  ','text':'x'}                             | MISSING_LABEL   | has no label
          {'label':'a\\nb','text':'x'}                          | BAD_NAME        | U+000A LINE FEED (LF) at index 1
          {'label':'a\\ud83d','text':'x'}                       | BAD_NAME        | U+D83D HIGH SURROGATES D83D at index 1
          {'label':'a','text':'x\\udc00y'}                      | NOT_A_SAMPLE    | U+DC00 at index 1
          {'label':'a','split':'test','text':'x'}               | NOT_A_SAMPLE    | 'test' is not known; use 'train' or 'eval'
          {'label':'a'}                                         | MISSING_PAYLOAD | give one of [text, image, tensor]
          {'label':'a','text':''}                               | MISSING_PAYLOAD | text is blank
          {'label':'a','text':'x','image':''}                   | NOT_A_SAMPLE    | several payloads, [text, image]
          {'label':'a','image':''}                              | MISSING_PAYLOAD | no bytes
          {'label':'a','image':'?'}                             | NOT_A_SAMPLE    | not base64
          {'label':'a','image':'AAAA'}                          | CORRUPT_IMAGE   | neither PNG nor JPEG
          {'label':'a','tensor':[1]}                            | NOT_A_SAMPLE    | 'tensor' is a list
          {'label':'a','tensor':{'values':[1]}}                 | NOT_A_SAMPLE    | 'shape' is missing
          {'label':'a','tensor':{'shape':[1],'data':[1]}}       | NOT_A_SAMPLE    | 'data' is not known in a tensor; the keys are [shape, values]
          {'label':'a','tensor':{'shape':[],'values':[1]}}      | BAD_SHAPE       | has 0 dimensions
          {'label':'a','tensor':{'shape':[1,1,1,1,1,1,1,1,1],'values':[1]}} | BAD_SHAPE | has 9 dimensions
          {'label':'a','tensor':{'shape':[1.5],'values':[1]}}   | BAD_SHAPE       | dimension 0 of the tensor is 1.5
          {'label':'a','tensor':{'shape':[99999999999],'values':[1]}} | BAD_SHAPE | 99999999999
          {'label':'a','tensor':{'shape':[-1,-1],'values':[1]}} | BAD_SHAPE       | [-1, -1]
          {'label':'a','tensor':{'shape':[2],'values':[1]}}     | BAD_SHAPE       | [2]
          {'label':'a','tensor':{'shape':[0],'values':[]}}      | BAD_SHAPE       | [0]
          {'label':'a','tensor':{'shape':[2000000],'values':[1]}} | TOO_LARGE     | the limit is 1,048,576
          {'label':'a','tensor':{'shape':[1],'values':['1']}}   | NOT_A_SAMPLE    | value 0 is a string
          {'label':'a','tensor':{'shape':[1],'values':[NaN]}}   | NOT_FINITE      | value 0 is NaN
          {'label':'a','tensor':{'shape':[2],'values':[0,1e39]}} | NOT_FINITE     | value 1 is Infinity
          {'taskEnd':''}                                        | NOT_A_SAMPLE    | names no task
          {'taskEnd':'a','label':'b'}                           | NOT_A_SAMPLE    | 'label' is not known in a task end; the keys are [taskEnd, id, meta]
          {'label':[[[[[[[[[[1]]]]]]]]]]}                       | NOT_A_SAMPLE    | 'label' is a list
          {'label':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]} | NOT_A_SAMPLE | not one JSON object
          """)
  void badJsonIsNamed(String json, Reason reason, String words) {
    expect(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), reason, words, json);
  }

  static Stream<Arguments> badProtobuf() {
    return Stream.of(
        bad(sample(), Reason.MISSING_LABEL, "label"),
        bad(sample().setLabel("a"), Reason.MISSING_PAYLOAD, "set its text, image or tensor"),
        bad(sample().setLabel("a").setText(" "), Reason.MISSING_PAYLOAD, "blank"),
        bad(
            sample().setLabel("a").setText("x").setSplitValue(7),
            Reason.NOT_A_SAMPLE,
            "split 7 is not known"),
        bad(
            sample().setLabel("a").setTask("t".repeat(201)).setText("x"),
            Reason.TOO_LARGE,
            "the task has 201 characters, the limit is 200"),
        bad(
            sample().setLabel("a").setTensor(Tensor.newBuilder().addShape(3).addValues(1)),
            Reason.BAD_SHAPE,
            "[3] does not describe its 1 values"),
        bad(
            sample().setLabel("a").setTensor(Tensor.newBuilder().addShape(1).addValues(Float.NaN)),
            Reason.NOT_FINITE,
            "value 0 is NaN"),
        Arguments.of(
            StreamMessage.newBuilder().setTaskEnd(TaskEnd.newBuilder()).build().toByteArray(),
            Reason.NOT_A_SAMPLE,
            "names no task"),
        Arguments.of(
            "label,text".getBytes(StandardCharsets.UTF_8),
            Reason.NOT_A_SAMPLE,
            "begins with 0x6C and is neither a JSON object"));
  }

  @ParameterizedTest
  @MethodSource
  void badProtobuf(byte[] value, Reason reason, String words) {
    expect(value, reason, words, words);
  }

  @Test
  void nothingIsEmpty() {
    expect(null, Reason.EMPTY, "tombstone", "null");
    expect(new byte[0], Reason.EMPTY, "no bytes", "no bytes");
  }

  @Test
  void tooMuchIsRefusedUnread() {
    expect(new byte[100_001], Reason.TOO_LARGE, "100,001 bytes, the limit is 100,000", "zeros");
  }

  @Test
  void anImageThatWasCutShortIsCorrupt() {
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] whole = Pictures.encode(format, 40, 40);
      for (int percent : new int[] {1, 10, 30, 50, 70, 90}) {
        byte[] cut = Arrays.copyOf(whole, Math.max(4, whole.length * percent / 100));
        String json =
            "{\"label\":\"a\",\"image\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(cut));

        expect(
            json.getBytes(StandardCharsets.UTF_8),
            Reason.CORRUPT_IMAGE,
            "does not decode",
            format + " cut to " + percent + " %");
      }
    }
  }

  @Test
  void aHugeImageIsRefusedByItsHeader() {
    byte[] png = Pictures.encode("png", 8, 8);
    // Width and height are the ints at 16 and 20; then the header's checksum is made good.
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 1_000_000).putInt(20, 1_000_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    var value =
        StreamMessage.newBuilder()
            .setSample(sample().setLabel("a").setImage(ByteString.copyFrom(png)))
            .build();

    expect(value.toByteArray(), Reason.TOO_LARGE, "1000000 x 1000000 pixels", "png");
  }

  @ParameterizedTest
  @EnumSource
  void reasonsAreGoodMetricLabels(Reason reason) {
    assertThat(reason.label()).matches("[a-z]+(_[a-z]+)*");
  }

  private void expect(byte @Nullable [] value, Reason reason, String words, String description) {
    BadSampleException e =
        catchThrowableOfType(BadSampleException.class, () -> codec.decode(value));

    assertThat(e).as(description).isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    assertThat(e).hasMessageContaining(words);
  }

  private static Sample.Builder sample() {
    return Sample.newBuilder();
  }

  private static Arguments bad(Sample.Builder sample, Reason reason, String words) {
    byte[] value = StreamMessage.newBuilder().setSample(sample).build().toByteArray();
    return Arguments.of(value, reason, words);
  }
}

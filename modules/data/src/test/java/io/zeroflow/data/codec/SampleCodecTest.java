package io.zeroflow.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.BadSampleException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleCodecTest {
  private final SampleCodec codec = new SampleCodec();

  static List<StreamMessage> messages() {
    return List.of(
        new Sample("task-1", "cat", Split.TRAIN, new Payload.Text("it purrs")),
        new Sample("", "größe 🐈", Split.EVAL, new Payload.Text("\"quoted\"\n{braces} 🐈 \u0000")),
        new Sample("t", "png", Split.TRAIN, new Payload.Image(Pictures.encode("png", 5, 3))),
        new Sample("t", "jpeg", Split.EVAL, new Payload.Image(Pictures.encode("jpeg", 5, 3))),
        new Sample(
            "t",
            "tensor",
            Split.TRAIN,
            new Payload.Tensor(
                new int[] {1, 2, 3},
                new float[] {0, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -1e-20f})),
        new TaskEnd("task-1"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void protobufComesBackAsItWent(StreamMessage message) {
    assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void jsonComesBackAsItWent(StreamMessage message) {
    assertThat(codec.decode(codec.encodeJson(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void jsonIsOneLine(StreamMessage message) {
    assertThat(new String(codec.encodeJson(message), StandardCharsets.UTF_8))
        .startsWith("{")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void protobufNeverBeginsLikeJson(StreamMessage message) {
    assertThat(codec.encode(message)[0]).isNotEqualTo((byte) '{');
  }

  @Test
  void readsTheJsonOfTheDocumentation() {
    assertThat(
            decode("{\"task\":\"t1\",\"label\":\"cat\",\"split\":\"eval\",\"text\":\"it purrs\"}"))
        .isEqualTo(new Sample("t1", "cat", Split.EVAL, new Payload.Text("it purrs")));
    assertThat(decode("{\"label\":\"a\",\"tensor\":{\"shape\":[2],\"values\":[0.5,1]}}"))
        .isEqualTo(
            new Sample(
                "", "a", Split.TRAIN, new Payload.Tensor(new int[] {2}, new float[] {0.5f, 1})));
    assertThat(decode("{\"taskEnd\":\"t1\"}")).isEqualTo(new TaskEnd("t1"));
  }

  @Test
  void readsWhatANewerSchemaWrote() {
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                1000,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                    .build())
            .build();
    byte[] value =
        io.zeroflow.data.proto.StreamMessage.newBuilder()
            .setTaskEnd(io.zeroflow.data.proto.TaskEnd.newBuilder().setTask("t"))
            .setUnknownFields(unknown)
            .build()
            .toByteArray();

    assertThat(codec.decode(value)).isEqualTo(new TaskEnd("t"));
  }

  @Test
  void refusesToWriteWhatItWouldNotRead() {
    SampleCodec small = new SampleCodec(100);
    Sample longText = new Sample("t", "l", Split.TRAIN, new Payload.Text("a sentence ".repeat(20)));
    Sample longLabel =
        new Sample("t", "l".repeat(201), Split.TRAIN, new Payload.Text("a sentence"));

    assertThat(reason(() -> small.encode(longText))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(() -> small.encodeJson(longText))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(() -> codec.encode(longLabel))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(() -> codec.encodeJson(longLabel))).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void refusesAMeaninglessLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleCodec(0))
        .withMessageContaining("0");
  }

  private StreamMessage decode(String json) {
    return codec.decode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Reason reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(BadSampleException.class, call).reason();
  }
}

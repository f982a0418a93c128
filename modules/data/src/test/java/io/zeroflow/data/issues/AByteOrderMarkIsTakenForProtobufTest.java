package io.zeroflow.data.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.BadSampleException.Reason;
import io.zeroflow.data.codec.SampleCodec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever did not begin with a brace was read as protobuf. */
class AByteOrderMarkIsTakenForProtobufTest {

  private static final String JSON = "{\"label\":\"c\",\"text\":\"x\"}";
  private static final Sample SAMPLE = new Sample("", "c", Split.TRAIN, new Payload.Text("x"));

  private final SampleCodec codec = new SampleCodec();

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFF", "\uFEFF \r\n", " ", "\t", "\r\n", "\n", "\n\n  \n"})
  void whatStandsBeforeJsonIsPassedOver(String before) {
    byte[] value = (before + JSON + " \r\n").getBytes(StandardCharsets.UTF_8);

    assertThat(codec.decode(value)).isEqualTo(SAMPLE);
    assertThat(codec.decodeInput((before + "{\"text\":\"x\"}\n").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(SAMPLE.payload());
  }

  /** A sample in protobuf begins with a line feed and its length, 123 of which is a brace. */
  @Test
  void protobufThatBeginsLikeJsonIsStillProtobuf() {
    int braces = 0;
    for (int task = 0; task < 100; task++) {
      for (int text = 1; text < 120; text++) {
        Sample sample =
            new Sample(
                "\"".repeat(task), "label", Split.TRAIN, new Payload.Text("\"".repeat(text)));
        byte[] value = codec.encode(sample);
        braces += value[1] == '{' ? 1 : 0;
        assertThat(codec.decode(value)).isEqualTo(sample);
      }
    }
    assertThat(braces).as("samples that begin with a line feed and a brace").isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-32", "UTF-32LE"})
  void utf16IsRefusedByItsName(String encoding) {
    for (String text : new String[] {JSON, " " + JSON}) {
      byte[] value = text.getBytes(Charset.forName(encoding));
      assertThatExceptionOfType(BadSampleException.class)
          .isThrownBy(() -> codec.decode(value))
          .withMessageContaining("send JSON in UTF-8");
      assertThatExceptionOfType(BadSampleException.class)
          .isThrownBy(() -> codec.decodeInput(value))
          .withMessageContaining("send JSON in UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n\t ", "\uFEFF", "\uFEFF\n"})
  void nothingIsEmpty(String value) {
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(value.getBytes(StandardCharsets.UTF_8)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFFlabel,text", "\uFEFF[]", "\uFEFF" + JSON + JSON, "{\"label\":"})
  void whatIsNoObjectIsNoSample(String value) {
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(value.getBytes(StandardCharsets.UTF_8)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_SAMPLE));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] value = JSON.getBytes(StandardCharsets.UTF_8);
    byte[] latin = Arrays.copyOf(value, value.length);
    latin[10] = (byte) 0xE9;

    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(latin))
        .withMessageContaining("UTF-8");
  }
}

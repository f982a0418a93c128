package io.zeroflow.data.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.SampleCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A serializer that writes every field of its class could not feed a stream. */
class NullIsNotAbsentTest {

  private static final Payload PURRS = new Payload.Text("it purrs");

  private final SampleCodec codec = new SampleCodec();

  @Test
  void aKeyThatIsNullCountsAsLeftOut() {
    assertThat(
            codec.decode(
                json(
                    """
                    {'task':null,'label':'cat','split':null,'text':'it purrs','image':null,
                     'tensor':null,'taskEnd':null,'id':null,'meta':null}""")))
        .isEqualTo(new Sample("", "cat", Split.TRAIN, PURRS));
    assertThat(codec.decode(json("{'label':'x','text':null,'tensor':{'shape':[1],'values':[2]}}")))
        .isEqualTo(
            new Sample("", "x", Split.TRAIN, new Payload.Tensor(new int[] {1}, new float[] {2})));
    assertThat(
            codec.decode(
                json(
                    """
                    {'taskEnd':'pets','task':null,'label':null,'split':null,'text':null,
                     'image':null,'tensor':null,'id':null,'meta':null}""")))
        .isEqualTo(new TaskEnd("pets"));
  }

  @Test
  void aQuestionMayHaveTheNullsOfASample() {
    assertThat(
            codec.decodeInput(
                json(
                    """
                    {'text':'it purrs','image':null,'tensor':null,'label':null,'task':null,
                     'split':null,'taskEnd':null,'id':null,'meta':null}""")))
        .isEqualTo(PURRS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'label':null,'text':'x'}                                 | has no label
          {'label':'a','text':null}                                 | no payload
          {'taskEnd':null}                                          | has no label
          {'label':'a','tensor':{'shape':null,'values':[1]}}        | 'shape' is null; give a list
          {'label':'a','tensor':{'shape':[1],'values':null}}        | 'values' is null; give a list
          {'label':'a','tensor':{'shape':[1],'values':[null]}}      | value 0 is null; give a number
          {'label':'a','text':'x','labl':null}                      | 'labl' is not known
          """)
  void whatIsNeededIsMissedAllTheSame(String value, String words) {
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(json(value)))
        .withMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'text':null}", "{'text':'x','label':'cat'}", "{'text':'x','extra':null}"})
  void aQuestionIsStillReadStrictly(String value) {
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decodeInput(json(value)));
  }

  private static byte[] json(String value) {
    return value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}

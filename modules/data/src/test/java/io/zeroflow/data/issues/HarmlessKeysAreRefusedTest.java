package io.zeroflow.data.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.codec.Tag;
import io.zeroflow.data.proto.Sample;
import io.zeroflow.data.proto.StreamMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sender could not say which record was which: an id made a dead letter of it. */
class HarmlessKeysAreRefusedTest {

  private final SampleCodec codec = new SampleCodec();

  @Test
  void anIdAndAMetaObjectPassThrough() {
    assertThat(codec.decode(json("{'id':'a-1','meta':{'page':[1,{}]},'label':'c','text':'x'}")))
        .isEqualTo(new io.zeroflow.data.Sample("", "c", Split.TRAIN, new Payload.Text("x")));
    assertThat(codec.decode(json("{'taskEnd':'t','id':7,'meta':{}}"))).isEqualTo(new TaskEnd("t"));
    assertThat(codec.decodeInput(json("{'id':7.5,'meta':{'a':null},'text':'x'}")))
        .isEqualTo(new Payload.Text("x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'text':'x','id':'a','meta':{'n':0.10}}               | {'id':'a','meta':{'n':0.10}}
          {'meta':{'n':12345678901234567890123},'id':1e400}     | {'id':1E+400,'meta':{'n':12345678901234567890123}}
          {'meta':{'id':'inner'},'tensor':{'id':1},'id':12}     | {'id':12,'meta':{'id':'inner'}}
          {'id':'before it breaks','text'                       | {'id':'before it breaks'}
          {'id':{'a':1},'meta':'no object','text':'x'}          | {}
          {'id':1e99999999999,'text':'x'}                       | {}
          {'id':null,'meta':null}                               | {}
          not JSON                                              | {}
          """)
  void whatIsTaggedComesBackAsItWent(String value, String tag) throws Exception {
    ObjectMapper json = new ObjectMapper();
    ObjectNode answer = json.createObjectNode();

    Tag.of(json(value)).addTo(answer);

    assertThat(json.writeValueAsString(answer)).isEqualTo(tag.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'id':['a'],'label':'a','text':'x'}           | 'id' is a list; give a string or a finite number
          {'id':true,'taskEnd':'a'}                     | 'id' is true or false
          {'id':NaN,'label':'a','text':'x'}             | 'id' is a number; give a string or a finite
          {'id':'a\\ud800','label':'a','text':'x'}      | the id 'a?' has the character U+D800
          {'meta':'a','label':'a','text':'x'}           | 'meta' is a string; give an object
          {'meta':{'a':[NaN]},'label':'a','text':'x'}   | 'meta' holds NaN
          {'labl':'a','text':'x'}                       | 'labl' is not known in a sample (did you mean 'label'?)
          {'Label':'a','text':'x'}                      | (did you mean 'label'?)
          {'task_end':'a'}                              | 'task_end' is not known in a sample; the keys are
          {'label':'a','txt':'x'}                       | (did you mean 'text'?)
          {'label':'a','text':'x','confidence':1}       | 'confidence' is not known in a sample; the keys are
          """)
  void othersStayErrors(String value, String words) {
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(json(value)))
        .withMessageContaining(words);
  }

  @Test
  void theyAreBounded() {
    String id = "{'label':'a','text':'x','id':'%s'}";
    String meta = "{'label':'a','text':'x','meta':{'m':'%s'}}";

    assertThat(codec.decode(json(id.formatted("i".repeat(200))))).isNotNull();
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(json(id.formatted("i".repeat(201)))))
        .withMessageContaining("the id has 201 characters, the limit is 200");
    assertThat(codec.decode(json(meta.formatted("m".repeat(16_000))))).isNotNull();
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(json(meta.formatted("m".repeat(17_000)))))
        .withMessageContaining("'meta' has 17,008 bytes, the limit is 16,384");
  }

  @Test
  void protobufHasThemToo() {
    Struct meta =
        Struct.newBuilder().putFields("page", Value.newBuilder().setNumberValue(3).build()).build();
    Sample.Builder sample = Sample.newBuilder().setLabel("c").setText("x").setId("a-1");
    byte[] value = bytes(sample.setMeta(meta));

    assertThat(codec.decode(value))
        .isEqualTo(new io.zeroflow.data.Sample("", "c", Split.TRAIN, new Payload.Text("x")));
    assertThat(Tag.of(value).name()).isEqualTo("a-1");
    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> codec.decode(bytes(sample.setId("i".repeat(201)))))
        .withMessageContaining("the id has 201 characters");
  }

  private static byte[] bytes(Sample.Builder sample) {
    return StreamMessage.newBuilder().setSample(sample).build().toByteArray();
  }

  private static byte[] json(String value) {
    return value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}

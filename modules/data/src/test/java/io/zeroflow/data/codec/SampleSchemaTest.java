package io.zeroflow.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.zeroflow.data.StreamMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema says what the codec takes. */
class SampleSchemaTest {

  private static JsonSchema schema;

  @BeforeAll
  static void read() throws IOException {
    String text = Files.readString(Path.of("../../docs/schema/sample.schema.json"));
    schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
  }

  @ParameterizedTest
  @MethodSource("io.zeroflow.data.codec.SampleCodecTest#messages")
  void takesWhatTheCodecWrites(StreamMessage message) {
    byte[] value = new SampleCodec().encodeJson(message);

    assertThat(complaints(new String(value, StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'task':null,'label':'a','split':null,'text':'x','image':null,'tensor':null,'taskEnd':null}",
        "{'task':'','label':'big cat','tensor':{'shape':[1],'values':[1]},'id':7,'meta':{'a':[1]}}",
        "{'label':'\uD83D\uDC08\u200D\u2B1B','text':'x','id':'a-1','meta':null}",
        "{'taskEnd':'t','label':null,'task':null,'id':null}"
      })
  void takesWhatTheCodecTakes(String line) {
    String json = line.replace('\'', '"');

    assertThat(new SampleCodec().decode(json.getBytes(StandardCharsets.UTF_8))).isNotNull();
    assertThat(complaints(json)).isEmpty();
  }

  /** What the codec refuses for its form; whether base64 is an image no schema can say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'labl':'a','text':'x'}",
        "{'label':null,'text':'x'}",
        "{'label':'a','text':null}",
        "{'label':' a','text':'x'}",
        "{'label':'a\u00A0','text':'x'}",
        "{'label':'a  b','text':'x'}",
        "{'label':'a\u200Bb','text':'x'}",
        "{'task':' ','label':'a','text':'x'}",
        "{'label':'a','text':'x','id':[]}",
        "{'label':'a','text':'x','meta':'m'}",
        "{'task':7,'label':'a','text':'x'}",
        "{'label':'  ','text':'x'}",
        "{'label':'a','split':'test','text':'x'}",
        "{'label':'a'}",
        "{'label':'a','text':''}",
        "{'label':'a','text':'x','image':'AAAA'}",
        "{'label':'a','tensor':[1]}",
        "{'label':'a','tensor':{'values':[1]}}",
        "{'label':'a','tensor':{'shape':[],'values':[1]}}",
        "{'label':'a','tensor':{'shape':[1.5],'values':[1]}}",
        "{'label':'a','tensor':{'shape':[1],'values':['1']}}",
        "{'taskEnd':''}",
        "{'taskEnd':'a','label':'b'}"
      })
  void refusesWhatTheCodecRefuses(String line) {
    String json = line.replace('\'', '"');

    assertThatExceptionOfType(BadSampleException.class)
        .isThrownBy(() -> new SampleCodec().decode(json.getBytes(StandardCharsets.UTF_8)));
    assertThat(complaints(json)).isNotEmpty();
  }

  private static Set<ValidationMessage> complaints(String json) {
    return schema.validate(json, InputFormat.JSON);
  }
}

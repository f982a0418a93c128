package io.zeroflow.data.codec;

import static org.assertj.core.api.Assertions.assertThat;

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

  /** What the codec refuses for its form; whether base64 is an image no schema can say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'labl':'a','text':'x'}",
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
    assertThat(complaints(line.replace('\'', '"'))).isNotEmpty();
  }

  private static Set<ValidationMessage> complaints(String json) {
    return schema.validate(json, InputFormat.JSON);
  }
}

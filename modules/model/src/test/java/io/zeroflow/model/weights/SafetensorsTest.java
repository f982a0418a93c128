package io.zeroflow.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(SafetensorsTest.class.getResource(name)).toURI());
  }

  /** A file of a header and a number of bytes behind it. */
  private Path file(String header, int bytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + text.length + bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    return Files.write(folder.resolve("a.safetensors"), all.array());
  }

  @Test
  void typesAreConverted() throws URISyntaxException {
    try (WeightFile file = WeightFile.open(resource("/vit/types.safetensors"))) {
      assertThat(file.names())
          .containsExactlyInAnyOrder("half", "half/full", "brain", "brain/full", "column");
      assertThat(file.floats("half", 5))
          .isEqualTo(file.floats("half/full", 5))
          .isEqualTo(file.floats("column", 5, 1))
          .contains(65504f, 0x1p-24f);
      assertThat(file.floats("brain", 4))
          .isEqualTo(file.floats("brain/full", 4))
          .startsWith(1.5f, -0.25f);
    }
  }

  @Test
  void whatIsMissingOrWrongIsNamed() throws URISyntaxException, IOException {
    try (WeightFile file = WeightFile.open(resource("/vit/types.safetensors"))) {
      assertThatThrownBy(() -> file.floats("gain", 5))
          .isInstanceOf(WeightsException.class)
          .hasMessageEndingWith("types.safetensors has no tensor 'gain'");
      assertThatThrownBy(() -> file.floats("half", 1, 5))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("'half' is F16 of shape [5]; expected shape [1, 5]");
    }
    Path whole = file("{\"ids\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16);
    try (WeightFile file = WeightFile.open(whole)) {
      assertThatThrownBy(() -> file.floats("ids", 2))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("'ids' is I64; expected F32, F16 or BF16");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,9]}} | bytes [0, 9] of 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | bytes [8, 0] of 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | bytes [0] of 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | whole numbers from 0",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | shape [3] and has 8 bytes",
        "{'a':{'dtype':'BF16','shape':[2],'data_offsets':[0,8]}} | is BF16 of shape [2]",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | counted",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | whole numbers from 0",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | whole numbers from 0",
        "{'a':{'dtype':'F32','shape':[2]}} | needs dtype, shape and data_offsets",
        "{'a':{'dtype':5,'shape':[2],'data_offsets':[0,8]}} | needs dtype, shape",
        "{'a':[]} | needs dtype, shape",
        "{'a':{},'a':{}} | Duplicate field 'a'",
        "{'a':1.5} | tensor 'a' needs dtype",
        "{'a':[[[[[[[[[[]]]]]]]]]]} | nesting depth",
        "{'a':'\\u00zz'} | hex-digit",
        "{'a':'b | end-of-input",
        "{'a':{}} x | Unrecognized token 'x'",
        "[] | no JSON object",
      })
  void headersThatLieAreRefused(String header, String message) throws IOException {
    Path file = file(header.replace('\'', '"'), 8);
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("a.safetensors")
        .message()
        .satisfiesAnyOf(
            text -> assertThat(text).contains(message),
            text -> assertThat(text.replace('"', '\'')).contains(message));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 17, 100_000_001, Long.MAX_VALUE})
  void headerLengthsThatCannotBeAreRefused(long length) throws IOException {
    byte[] bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    Path file = Files.write(folder.resolve("b.safetensors"), bytes);
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(Long.toString(length))
        .hasMessageContaining("the file has 24");
  }

  @Test
  void filesThatWereCutShortAreRefused() throws IOException, URISyntaxException {
    byte[] whole = Files.readAllBytes(resource("/vit/types.safetensors"));
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("c.safetensors"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightFile.open(cut)).isInstanceOf(WeightsException.class);
    }
  }

  @Test
  void escapesAndWhiteSpaceAreRead() throws IOException {
    Path file =
        file(
            "{ \"__metadata__\" : {\"x\":\"\\\"\\n\"}, \"\\u00e9\\t\" :\n{\"shape\":[ ],"
                + "\"dtype\":\"F32\",\"data_offsets\":[0,4]} }  ",
            4);
    try (WeightFile weights = WeightFile.open(file)) {
      assertThat(weights.names()).containsExactly("é\t");
      assertThat(weights.floats("é\t")).containsExactly(0f);
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("no.safetensors");
    assertThatThrownBy(() -> WeightFile.open(missing))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no.safetensors are not there");
  }
}

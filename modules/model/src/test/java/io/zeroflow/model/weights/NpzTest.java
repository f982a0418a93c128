package io.zeroflow.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzTest {

  @TempDir Path folder;

  private static byte[] npy(int version, String header, byte[] values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(12 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.UTF_8));
    out.put((byte) version).put((byte) 0);
    if (version == 1) {
      out.putShort((short) text.length);
    } else {
      out.putInt(text.length);
    }
    out.put(text).put(values);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static String header(String type, String order, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n".formatted(type, order, shape);
  }

  private static byte[] floats(float... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }

  private WeightFile file(byte[] tensor) throws IOException {
    Path path = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("some/tensor.npy"));
      zip.write(tensor);
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    return WeightFile.open(path);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void everyVersionIsRead(int version) throws IOException {
    byte[] tensor = npy(version, header("<f4", "False", "2, 1"), floats(1.5f, -2));
    try (WeightFile file = file(tensor)) {
      assertThat(file.names()).containsExactly("some/tensor");
      assertThat(file.floats("some/tensor", 2, 1)).containsExactly(1.5f, -2);
    }
  }

  @Test
  void halvesAreConverted() throws IOException {
    byte[] halves = {0x00, 0x3E, 0x01, 0x00}; // 1.5 and the least positive one
    try (WeightFile file = file(npy(1, header("<f2", "False", "2,"), halves))) {
      assertThat(file.floats("some/tensor", 2)).containsExactly(1.5f, 0x1p-24f);
    }
  }

  @Test
  void tensorsLargerThanABufferAreRead() throws IOException {
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (WeightFile file = file(npy(1, header("<f4", "False", "40000,"), floats(values)))) {
      assertThat(file.floats("some/tensor", 40_000)).isEqualTo(values);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f8 | False | 2, | is <f8; expected <f4",
        ">f4 | False | 2, | is >f4",
        "<f4 | False | 3, | shape [3]; expected shape [2]",
        "<f4 | False | 2, 1 | shape [2, 1]; expected shape [2]",
        "<f4 | Maybe | 2, | header is not understood",
        "<f4 | False | -2, | header is not understood",
        "<f4 | False | 99999999999999999999, | a dimension that is no number",
      })
  void headersThatDoNotFitAreRefused(String type, String order, String shape, String message)
      throws IOException {
    byte[] tensor = npy(1, header(type, order, shape), floats(1, 2));
    try (WeightFile file = file(tensor)) {
      assertThatThrownBy(() -> file.floats("some/tensor", 2))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("a.npz")
          .hasMessageContaining(message);
    }
  }

  @Test
  void columnMajorTensorsAreRefused() throws IOException {
    byte[] tensor = npy(1, header("<f4", "True", "1, 2"), floats(1, 2));
    try (WeightFile file = file(tensor)) {
      assertThatThrownBy(() -> file.floats("some/tensor", 1, 2))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("column-major");
    }
  }

  @Test
  void tensorsCutShortOrTooLongAreRefused() throws IOException {
    byte[] tensor = npy(1, header("<f4", "False", "2,"), floats(1, 2));
    for (int length = 0; length < tensor.length; length++) {
      try (WeightFile file = file(Arrays.copyOf(tensor, length))) {
        assertThatThrownBy(() -> file.floats("some/tensor", 2))
            .isInstanceOf(WeightsException.class)
            .hasMessageContaining("'some/tensor' cannot be read");
      }
    }
    try (WeightFile file = file(Arrays.copyOf(tensor, tensor.length + 1))) {
      assertThatThrownBy(() -> file.floats("some/tensor", 2))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("more bytes than its shape");
    }
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    try (WeightFile file = file(npy(1, header("<f4", "False", ""), floats(1)))) {
      assertThat(file.floats("some/tensor")).containsExactly(1);
      assertThatThrownBy(() -> file.floats("other", 1))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("a.npz has no tensor 'other'");
    }
    Path text = Files.writeString(folder.resolve("text.npz"), "not a zip");
    assertThatThrownBy(() -> WeightFile.open(text))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("text.npz cannot be read");
  }
}

package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
  @TempDir Path folder;

  /** Three images of 2 x 3 pixels, then one; plain and gzip, with either separator. */
  @BeforeEach
  void write() throws IOException {
    plain("train-images-idx3-ubyte", images(3, 2, 3));
    gzip("train-labels.idx1-ubyte.gz", labels(7, 0, 9));
    gzip("t10k-images-idx3-ubyte.gz", images(1, 2, 3));
    plain("t10k-labels-idx1-ubyte", labels(4));
  }

  @Test
  void readsPlainAndGzip() throws IOException {
    Dataset data = IdxReader.read("mnist", folder, IdxReader.DIGITS);

    assertThat(data.name()).isEqualTo("mnist");
    assertThat(data.labels()).hasSize(10);
    assertThat(data.train()).extracting(Example::label).containsExactly("7", "0", "9");
    assertThat(data.test()).extracting(Example::label).containsExactly("4");
    // The second image begins at value 6 of 0, 10, 20, … modulo 256.
    assertThat(data.train().get(1).payload())
        .isEqualTo(
            new Payload.Tensor(
                new int[] {1, 2, 3},
                new float[] {60 / 255f, 70 / 255f, 80 / 255f, 90 / 255f, 100 / 255f, 110 / 255f}));
  }

  @Test
  void scalesTheWholeByteRange() throws IOException {
    byte[] bytes = images(1, 2, 3);
    bytes[16] = (byte) 255;
    gzip("t10k-images-idx3-ubyte.gz", bytes);

    Payload first = IdxReader.read("m", folder, IdxReader.DIGITS).test().getFirst().payload();

    assertThat(((Payload.Tensor) first).values()[0]).isEqualTo(1f);
  }

  @Test
  void refusesAnotherMagicNumber() throws IOException {
    plain("train-images-idx3-ubyte", labels(1, 2, 3));

    refused("train-images-idx3-ubyte", "0x00000803", "found 0x00000801");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    byte[] whole = images(3, 2, 3);
    plain("train-images-idx3-ubyte", Arrays.copyOf(whole, whole.length - 1));
    refused("expected 18 values, found only 17");

    plain("train-images-idx3-ubyte", Arrays.copyOf(whole, 9));
    refused("found its early end");
  }

  @Test
  void refusesTrailingBytes() throws IOException {
    plain("train-images-idx3-ubyte", Arrays.copyOf(images(3, 2, 3), 35));

    refused("expected 18 values, found more bytes after them");
  }

  /** 16 GB by its header: the answer must not be an OutOfMemoryError. */
  @Test
  void believesNoHeader() throws IOException {
    plain(
        "train-images-idx3-ubyte",
        ByteBuffer.allocate(16)
            .putInt(0x803)
            .putInt(1 << 14)
            .putInt(1 << 10)
            .putInt(1 << 10)
            .array());
    refused("at most 268,435,456 values in all");

    plain(
        "train-images-idx3-ubyte",
        ByteBuffer.allocate(16).putInt(0x803).putInt(1 << 28).putInt(1).putInt(1).array());
    refused("found only 0");

    plain(
        "train-images-idx3-ubyte",
        ByteBuffer.allocate(16).putInt(0x803).putInt(-1).putInt(2).putInt(3).array());
    refused("found -1 as dimension 0");
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("t10k-images-idx3-ubyte.gz"));
    bytes[bytes.length - 6] ^= 1;
    plain("t10k-images-idx3-ubyte.gz", bytes);

    refused("t10k-images-idx3-ubyte.gz", "gzip data");
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    gzip("train-labels.idx1-ubyte.gz", labels(7, 0));
    refused("expected 3 labels, one an image of train-images-idx3-ubyte, found 2");

    gzip("train-labels.idx1-ubyte.gz", labels(7, 10, 0));
    refused("expected labels below 10, found 10 at index 1");
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));

    refused("expected the file t10k-labels-idx1-ubyte, plain or .gz");
  }

  private void refused(String... words) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> IdxReader.read("m", folder, IdxReader.DIGITS))
        .withMessageContainingAll(words);
  }

  private static byte[] images(int count, int rows, int columns) {
    ByteBuffer buffer = ByteBuffer.allocate(16 + count * rows * columns);
    buffer.putInt(0x803).putInt(count).putInt(rows).putInt(columns);
    for (int i = 0; buffer.hasRemaining(); i++) {
      buffer.put((byte) (10 * i));
    }
    return buffer.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length);
    buffer.putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      buffer.put((byte) label);
    }
    return buffer.array();
  }

  private void plain(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void gzip(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    plain(name, out.toByteArray());
  }
}

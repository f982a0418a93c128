package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
  @TempDir Path folder;

  @Test
  void readsCifar10() throws IOException {
    cifar10();

    Dataset data = CifarReader.cifar10(folder);

    assertThat(data.labels()).hasSize(10).startsWith("name0", "name1");
    assertThat(data.train())
        .extracting(Example::label)
        .containsExactly("name1", "name2", "name3", "name4", "name5");
    Payload.Tensor image = (Payload.Tensor) data.test().getLast().payload();
    assertThat(image.shape()).containsExactly(3, 32, 32);
    // Red, green and blue planes of 51, 102 and 255 in every record.
    assertThat(image.values()[0]).isEqualTo(0.2f);
    assertThat(image.values()[1024]).isEqualTo(0.4f);
    assertThat(image.values()[3071]).isEqualTo(1f);
  }

  @Test
  void readsTheFineLabelsOfCifar100() throws IOException {
    names("fine_label_names.txt", 100);
    Files.write(folder.resolve("train.bin"), record(5, 99));
    Files.write(folder.resolve("test.bin"), record(6, 98));

    Dataset data = CifarReader.cifar100(folder);

    assertThat(data.train()).extracting(Example::label).containsExactly("name99");
    assertThat(data.test()).extracting(Example::label).containsExactly("name98");
    assertThat(((Payload.Tensor) data.train().getFirst().payload()).values()[0]).isEqualTo(0.2f);
  }

  @Test
  void refusesWhatIsNoWholeNumberOfRecords() throws IOException {
    cifar10();
    Files.write(folder.resolve("data_batch_3.bin"), new byte[3074]);

    refused("data_batch_3.bin: expected one or more records of 3,073 bytes, found 3,074 bytes");
  }

  @Test
  void refusesAForeignLabel() throws IOException {
    cifar10();
    Files.write(folder.resolve("test_batch.bin"), record(10));

    refused("test_batch.bin: expected labels below 10, found 10 in record 0");
  }

  @Test
  void refusesAnotherNumberOfNames() throws IOException {
    cifar10();
    names("batches.meta.txt", 9);

    refused("batches.meta.txt: expected 10 class names, one a line, found 9 of them");
  }

  @Test
  void namesAMissingFile() throws IOException {
    cifar10();
    Files.delete(folder.resolve("data_batch_5.bin"));

    refused("data_batch_5.bin: expected a file, found nothing of that name");
  }

  private void refused(String words) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> CifarReader.cifar10(folder))
        .withMessageEndingWith(words);
  }

  private void cifar10() throws IOException {
    names("batches.meta.txt", 10);
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), record(batch));
    }
    Files.write(folder.resolve("test_batch.bin"), record(0));
  }

  private void names(String file, int count) throws IOException {
    Files.writeString(
        folder.resolve(file),
        IntStream.range(0, count).mapToObj(i -> "name" + i).collect(Collectors.joining("\n"))
            + "\n\n");
  }

  private static byte[] record(int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(labels.length + 3072);
    for (int label : labels) {
      buffer.put((byte) label);
    }
    for (int plane : new int[] {51, 102, 255}) {
      for (int i = 0; i < 1024; i++) {
        buffer.put((byte) plane);
      }
    }
    return buffer.array();
  }
}

package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cub200Test {
  @TempDir Path folder;

  @BeforeEach
  void asPublished() throws IOException {
    write("classes.txt", "1 001.Black_footed_Albatross\n2 002.Laysan_Albatross\n");
    write(
        "images.txt",
        "1 001.Black_footed_Albatross/a.jpg\n2 002.Laysan_Albatross/b.jpg\n"
            + "3 002.Laysan_Albatross/c.jpg\n");
    write("image_class_labels.txt", "1 1\n2 2\n3 2\n");
    write("train_test_split.txt", "1 0\n2 1\n3 0\n");
    Files.createDirectories(folder.resolve("images/002.Laysan_Albatross"));
    Files.write(folder.resolve("images/002.Laysan_Albatross/b.jpg"), new byte[] {7});
  }

  @Test
  void followsThePublishedLists() throws IOException {
    Dataset data = Cub200.read(folder);

    assertThat(data.name()).isEqualTo("cub200");
    assertThat(data.labels()).containsExactly("001.Black_footed_Albatross", "002.Laysan_Albatross");
    assertThat(data.train()).extracting(Example::label).containsExactly("002.Laysan_Albatross");
    assertThat(data.train().getFirst().payload()).isEqualTo(new Payload.Image(new byte[] {7}));
    assertThat(data.test())
        .extracting(Example::label)
        .containsExactly("001.Black_footed_Albatross", "002.Laysan_Albatross");
  }

  @Test
  void namesTheLineThatIsMissing() throws IOException {
    write("image_class_labels.txt", "1 1\n3 2\n");
    refused("image_class_labels.txt: expected a line for image 2, found none");
    write("image_class_labels.txt", "1 1\n2 200\n3 2\n");
    refused("classes.txt: expected a line for class 200, found none");
    asPublished();
    write("train_test_split.txt", "1 0\n");
    refused("train_test_split.txt: expected a line for image 2, found none");
  }

  @Test
  void refusesLinesOfAnotherForm() throws IOException {
    write("train_test_split.txt", "1 0\n2 train\n3 0\n");
    refused("train_test_split.txt: expected 0 or 1 for image 2, found 'train'");
    write("train_test_split.txt", "1 0\n\n2 1 1\n");
    refused("train_test_split.txt: expected two words in line 3, found 3: '2 1 1'");
    write("train_test_split.txt", "1 0\n1 1\n");
    refused("train_test_split.txt: expected every number once, found '1' twice");
    write("train_test_split.txt", " \n");
    refused("train_test_split.txt: expected two words a line, found no lines");
  }

  @Test
  void staysInItsFolder() throws IOException {
    for (String path : new String[] {"../images.txt", "/etc/hostname", "x/../..", ".", "\0"}) {
      write("images.txt", "1 " + path + "\n");
      refused(
          "images.txt: expected files in %s, found '%s'".formatted(folder.resolve("images"), path));
    }
  }

  private void refused(String words) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> Cub200.read(folder))
        .withMessageEndingWith(words);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}

package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmniBenchmarkTest {
  @TempDir Path folder;

  @Test
  void readsRealmsAsThePublishersToolLeavesThem() throws IOException {
    write("bird/train/records.txt", "images/a.jpg 0\nimages/b.jpg 1\nimages/c.jpg 0\n");
    write("bird/val/records.txt", "images/d.jpg 0\n");
    write("car/train/records.txt", "images/e.jpg 0\n");
    write("car/val/records.txt", "images/f.jpg 0\nimages/g.jpg 5\n");
    write("car/val/images/f.jpg", "f");

    Dataset data = OmniBenchmark.read(folder);

    assertThat(data.name()).isEqualTo("omnibenchmark");
    assertThat(data.labels()).containsExactly("bird/0", "car/0");
    assertThat(data.train())
        .extracting(Example::label)
        .containsExactly("bird/0", "bird/0", "car/0");
    assertThat(data.test()).extracting(Example::label).containsExactly("bird/0", "car/0");
    assertThat(data.test().getLast().payload()).isEqualTo(new Payload.Image(new byte[] {'f'}));
  }

  @Test
  void readsClassFoldersAsBenchmarksShipThem() throws IOException {
    write("train/0/a.jpg", "a");
    write("test/0/b.jpg", "b");

    Dataset data = OmniBenchmark.read(folder);

    assertThat(data.name()).isEqualTo("omnibenchmark");
    assertThat(data.labels()).containsExactly("0");
    assertThat(data.test()).hasSize(1);
  }

  @Test
  void refusesOtherFolders() throws IOException {
    refused("expected a folder a realm, or train and test, found neither");
    write("bird/train/records.txt", "images/a.jpg 0\n");
    refused("records.txt: expected a file, found nothing of that name");
    write("bird/val/records.txt", "../../secret.jpg 0\n");
    refused("found '../../secret.jpg'");
    Files.createDirectories(folder.resolve("train"));
    refused("expected both train and test, or neither, found only train");
  }

  private void refused(String words) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> OmniBenchmark.read(folder))
        .withMessageEndingWith(words);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

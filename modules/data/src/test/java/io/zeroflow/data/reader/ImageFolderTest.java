package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path root;

  @Test
  void followsAPublishedSplit() throws IOException {
    published(root);

    expectPublished(ImageFolder.read("pets", root, 1, 0));
  }

  @Test
  void readsInsideAnArchive() throws IOException {
    URI zip = URI.create("jar:" + root.resolve("pets.zip").toUri());
    try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      published(archive.getPath("/"));

      expectPublished(ImageFolder.read("pets", archive.getPath("/"), 1, 0));
    }
  }

  private static void expectPublished(Dataset data) {
    assertThat(data.labels()).containsExactly("cat", "dog");
    assertThat(data.train()).extracting(Example::label).containsExactly("cat", "cat", "dog");
    assertThat(data.train().getFirst().payload()).isEqualTo(new Payload.Image(new byte[] {1}));
    assertThat(data.test()).extracting(Example::label).containsExactly("dog");
  }

  @Test
  void splitsBySeedWhereNobodyElseDid() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(root, "cat/" + i + ".png", i);
      write(root, "dog/" + i + ".jpg", 100 + i);
    }

    Dataset data = ImageFolder.read("pets", root, 5, 1);

    assertThat(data.train()).hasSize(30);
    assertThat(data.test()).hasSize(10);
    assertThat(List.of(payloads(data.train()), payloads(data.test())))
        .flatExtracting(list -> list)
        .doesNotHaveDuplicates()
        .hasSize(40);
    assertThat(payloads(ImageFolder.read("pets", root, 5, 1).test()))
        .isEqualTo(payloads(data.test()))
        .isNotEqualTo(payloads(ImageFolder.read("pets", root, 5, 2).test()));
  }

  @Test
  void refusesFoldersOfAnotherLayout() throws IOException {
    refused("expected a folder a class, found none");
    write(root, "train/cat/a.png", 1);
    refused("expected both train and test, or neither, found only train");
    write(root, "test/dog/a.png", 1);
    refused("expected a class that train has too, found one that it has not");
    Files.createDirectories(root.resolve("train/dog"));
    refused("dog: expected PNG or JPEG files, found none");
  }

  @Test
  void refusesAClassThatIsTooSmallToSplit() throws IOException {
    write(root, "cat/a.png", 1);

    refused("cat: expected more than the 1 images that are held out of each class, found 1");
  }

  @Test
  void namesAFileThatIsGoneWhenItsTurnComes() throws IOException {
    published(root);
    Dataset data = ImageFolder.read("pets", root, 1, 0);
    Files.delete(root.resolve("train/cat/a.png"));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> data.train().getFirst().payload())
        .withMessageContaining("a.png: expected a file, found nothing of that name");
  }

  private void refused(String words) {
    assertThatExceptionOfType(BadFileException.class)
        .isThrownBy(() -> ImageFolder.read("pets", root, 1, 0))
        .withMessageEndingWith(words);
  }

  private static List<Payload> payloads(List<Example> examples) {
    return examples.stream().map(Example::payload).toList();
  }

  private static void published(Path root) throws IOException {
    write(root, "train/cat/b.JPEG", 2);
    write(root, "train/cat/a.png", 1);
    write(root, "train/cat/notes.txt", 9);
    write(root, "train/cat/.hidden.png", 9);
    write(root, "train/dog/a.jpg", 3);
    write(root, "test/dog/z.png", 4);
  }

  private static void write(Path root, String name, int content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {(byte) content});
  }
}

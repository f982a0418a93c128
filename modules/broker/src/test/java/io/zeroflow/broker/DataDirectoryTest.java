package io.zeroflow.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder;

  @Test
  void aMissingDirectoryIsMadeAndFormatted() {
    try (DataDirectory data = DataDirectory.open(folder.resolve("a/b"))) {
      assertThat(data.path().resolve("meta.properties")).content().contains("node.id=1");
    }
  }

  @Test
  void aFormattedDirectoryKeepsItsIdentity() throws Exception {
    DataDirectory.open(folder).close();
    String before = Files.readString(folder.resolve("meta.properties"));
    DataDirectory.open(folder).close();
    assertThat(folder.resolve("meta.properties")).hasContent(before);
  }

  @Test
  void anInterruptedFormatIsDoneAgain() throws Exception {
    DataDirectory.open(folder).close();
    Files.delete(folder.resolve("meta.properties"));
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(data.path().resolve("meta.properties")).exists();
    }
  }

  @Test
  void onlyOneBrokerHasADirectory() {
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> DataDirectory.open(data.path()))
          .withMessageContaining(data.path().toString())
          .withMessageContaining("in use");
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void aDirectoryOfSomethingElseIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThatIllegalStateException()
        .isThrownBy(() -> DataDirectory.open(folder))
        .withMessageContaining(folder.toString())
        .withMessageContaining("empty");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("notes.txt"));
  }

  @Test
  void whatIsNotADirectoryIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatIllegalStateException()
        .isThrownBy(() -> DataDirectory.open(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void aCommaIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> DataDirectory.open(folder.resolve("a,b")))
        .withMessageContaining("comma");
  }
}

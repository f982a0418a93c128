package io.zeroflow.model.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zeroflow.model.weights.SafetensorsWriter;
import io.zeroflow.model.weights.WeightsException;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file was always written beside and renamed: over {@code /dev/null} as well. */
class ExportReplacedADeviceTest {

  private static final Path NULL = Path.of("/dev/null");
  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void devicesAndPipesAreWrittenTo() throws Exception {
    SafetensorsWriter.write(NULL, theta(), Map.of());
    assertThat(Files.isRegularFile(NULL)).isFalse();

    assumeTrue(Files.exists(FULL));
    assertThatThrownBy(() -> SafetensorsWriter.write(FULL, theta(), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(Files.isRegularFile(FULL)).isFalse();

    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readAllBytes(pipe);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    SafetensorsWriter.write(pipe, theta(), Map.of());
    Path file = folder.resolve("file");
    SafetensorsWriter.write(file, theta(), Map.of());
    assertThat(read.get()).isEqualTo(Files.readAllBytes(file));
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    SafetensorsWriter.write(link, theta(), Map.of());

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void whatStandsInTheWayIsFoundBeforeTheWork() {
    assertThatThrownBy(() -> SafetensorsWriter.check(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> SafetensorsWriter.check(folder.resolve("no/file")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("there is no folder")
        .hasMessageContaining("make it first");
    SafetensorsWriter.check(NULL);
    SafetensorsWriter.check(folder.resolve("file"));
  }

  private static Theta theta() {
    Theta theta = Theta.allocate(10);
    theta.append(new SliceSpec("head", List.of(10), new Init.Uniform(1)), 1);
    return theta;
  }
}

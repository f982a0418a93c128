package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.Main;
import io.zeroflow.server.cli.Output;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers of text keep quiet about what they cannot write. */
@EnabledOnOs(OS.LINUX)
class AFullDiskWasASuccessTest {

  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "journal --help",
        "generate-completion",
        "validate-config",
        "validate-config --json",
        "bench trajectories --steps 5 --out DIR",
        "bench trajectories --steps 5 --out DIR --json"
      })
  void theStandardOutputThatIsFullIsSaid(String line) throws IOException {
    try (FileOutputStream full = new FileOutputStream(FULL.toFile())) {
      assertThat(run(Output.to(full, StandardCharsets.UTF_8), line)).isEqualTo(1);
    }
    assertThat(err.toString())
        .contains("the standard output cannot be written", "No space left on device")
        .doesNotContain("Exception");
  }

  /** An embedder's own writer says so only when it is asked. */
  @Test
  void anyWriterIsAsked() throws IOException {
    try (PrintWriter full = new PrintWriter(FULL.toFile(), StandardCharsets.UTF_8)) {
      assertThat(run(full, "validate-config")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trajectories.csv",
        "trajectories.md",
        "trajectories.svg",
        "trajectories.png",
        "loss.png",
        "zo-adam.svg"
      })
  void aFileThatIsFullIsSaid(String name) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), FULL);

    int code =
        run(
            new PrintWriter(new StringWriter()),
            "bench trajectories --steps 5 --strategies zo-adam --out DIR");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("No space left on device").hasLineCount(1);
    assertThat(Files.isRegularFile(FULL)).isFalse();
  }

  private int run(PrintWriter out, String line) {
    return Main.commandLine()
        .setOut(out)
        .setErr(new PrintWriter(err))
        .execute(line.replace("DIR", folder.toString()).split(" "));
  }
}

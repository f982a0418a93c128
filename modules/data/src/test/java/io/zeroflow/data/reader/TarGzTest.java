package io.zeroflow.data.reader;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {

  @TempDir private Path directory;

  /** A quarter of a megabyte that would go on for ever. */
  @Test
  void anArchiveOfTooManyFilesIsLeft() throws Exception {
    Path archive = directory.resolve("many.tgz");
    byte[] header = new byte[512];
    header[0] = 'a';
    header[124] = '0';
    header[156] = '0';
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 5);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      for (int i = 0; i < 100_001; i++) {
        out.write(header);
      }
    }
    assertThatThrownBy(() -> TarGz.visit(archive, 100, (name, content) -> {}))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("at most 100,000 files")
        .hasMessageContaining("many.tgz");
  }
}

package io.zeroflow.model.weights;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zeroflow.optim.Slice;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes θ as a safetensors file, a tensor a slice, in F32. */
public final class SafetensorsWriter {

  private static final int ALIGNMENT = 8; // the format wants the tensors to start at a multiple

  private SafetensorsWriter() {}

  /**
   * Writes beside the file and then puts it in its place, so that nobody ever reads half of it.
   *
   * @param metadata free text, kept in the header
   */
  public static void write(Path file, Theta theta, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(theta, metadata);
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      writeAll(out, length.putLong(0, header.length));
      writeAll(out, ByteBuffer.wrap(header));
      writeAll(out, theta.buffer());
      out.force(true);
    }
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] header(Theta theta, Map<String, String> metadata) throws IOException {
    Map<String, Object> entries = new TreeMap<>();
    entries.put("__metadata__", new TreeMap<>(metadata));
    for (Slice slice : theta.slices().values()) {
      entries.put(
          slice.name(),
          Map.of(
              "dtype", "F32",
              "shape", slice.shape(),
              "data_offsets",
                  List.of((long) slice.offset() * Float.BYTES, (long) slice.end() * Float.BYTES)));
    }
    String json = JsonMapper.builder().build().writeValueAsString(entries);
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    return (json + " ".repeat(Math.floorMod(-bytes, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}

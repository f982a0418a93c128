package io.zeroflow.model.weights;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zeroflow.optim.Slice;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
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
   * Whether a file can be written there: before the work whose result it is to hold.
   *
   * @throws WeightsException naming what stands in the way
   */
  public static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw new WeightsException("%s is a folder; name a file in it".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw new WeightsException(
          "%s cannot be written: there is no folder %s; make it first".formatted(file, folder));
    }
    boolean replaced = !Files.exists(file) || Files.isRegularFile(file);
    if (!Files.isWritable(replaced ? folder : file)) {
      throw new WeightsException("%s cannot be written: permission denied".formatted(file));
    }
  }

  /**
   * Writes beside the file and then puts it in its place, so that nobody ever reads half of it. A
   * link is followed; a device or a pipe is written to.
   *
   * @param metadata free text, kept in the header
   */
  public static void write(Path file, Theta theta, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(theta, metadata);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        write(out, header, theta);
      } catch (IOException e) {
        throw named(file, e);
      }
      return;
    }
    Path place = Files.exists(file) ? file.toRealPath() : file;
    Path unfinished = place.resolveSibling(place.getFileName() + ".tmp");
    try {
      try (FileChannel out =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(out, header, theta);
        out.force(true);
      }
      Files.move(
          unfinished, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw named(place, e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Of a disk that is full, the system tells no name. */
  private static IOException named(Path file, IOException e) {
    return e instanceof FileSystemException
        ? e
        : new FileSystemException(file.toString(), null, e.getMessage());
  }

  private static void write(FileChannel out, byte[] header, Theta theta) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    writeAll(out, length.putLong(0, header.length));
    writeAll(out, ByteBuffer.wrap(header));
    writeAll(out, theta.buffer());
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

package io.zeroflow.model.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A model in the layout of TensorFlow.js: one group of tensors, cut into shards anywhere. */
public final class TfjsFixture {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Map<String, Object>> entries = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds a float32 tensor. */
  public TfjsFixture floats(String name, float[] values, int... shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor(name, "float32", raw.array(), shape);
  }

  /** Adds a tensor of any type, raw. */
  TfjsFixture tensor(String name, String type, byte[] raw, int... shape) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put("shape", Arrays.stream(shape).boxed().toList());
    entry.put("dtype", type);
    entries.add(entry);
    bytes.writeBytes(raw);
    return this;
  }

  /** Adds a key to the last tensor's entry. */
  TfjsFixture with(String key, Object value) {
    entries.getLast().put(key, value);
    return this;
  }

  /** The files by name: {@code model.json} and shards of so many bytes, the last one shorter. */
  Map<String, byte[]> files(int shardBytes) throws IOException {
    byte[] all = bytes.toByteArray();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int at = 0; at < all.length; at += shardBytes) {
      files.put(
          "shard" + files.size(),
          Arrays.copyOfRange(all, at, Math.min(all.length, at + shardBytes)));
    }
    Object group = Map.of("paths", List.copyOf(files.keySet()), "weights", entries);
    Object model = Map.of("modelTopology", Map.of(), "weightsManifest", List.of(group));
    files.put("model.json", JSON.writeValueAsBytes(model));
    return files;
  }

  /** Writes {@code package/models/net/…} into a folder, and gives the folder. */
  public Path writeFolder(Path folder, int shardBytes) throws IOException {
    Path place = Files.createDirectories(folder.resolve("package/models/net"));
    for (Map.Entry<String, byte[]> file : files(shardBytes).entrySet()) {
      Files.write(place.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /** Writes the same as an archive; shards come before the model, as npm sorts them. */
  Path writeArchive(Path archive, int shardBytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      for (Map.Entry<String, byte[]> file : files(shardBytes).entrySet()) {
        byte[] content = file.getValue();
        out.write(header("package/models/net/" + file.getKey(), content.length));
        out.write(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
      }
      out.write(new byte[1024]);
    }
    return archive;
  }

  /** Of a file, as POSIX describes it for ustar. */
  private static byte[] header(String name, int size) {
    ByteBuffer header = ByteBuffer.allocate(512);
    header.put(0, name.getBytes(StandardCharsets.US_ASCII));
    header.put(100, "0000644".getBytes(StandardCharsets.US_ASCII));
    header.put(124, "%011o".formatted(size).getBytes(StandardCharsets.US_ASCII));
    header.put(148, "        0".getBytes(StandardCharsets.US_ASCII)); // blanks count in the sum
    header.put(257, "ustar".getBytes(StandardCharsets.US_ASCII));
    int sum = 0;
    for (byte b : header.array()) {
      sum += b & 0xFF;
    }
    header.put(148, "%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }
}

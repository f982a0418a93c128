package io.zeroflow.model.weights;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip of NumPy arrays, as {@code numpy.savez} writes it. Reads float32 and float16. */
public final class Npz implements WeightFile {

  private static final String ENDING = ".npy";
  private static final int CHUNK = 1 << 16;

  private final String source;
  private final ZipFile zip;
  private final Set<String> names;

  private Npz(String source, ZipFile zip) {
    this.source = source;
    this.zip = zip;
    this.names =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(ENDING))
            .map(name -> name.substring(0, name.length() - ENDING.length()))
            .collect(Collectors.toUnmodifiableSet());
  }

  static Npz open(Path path) throws IOException {
    return new Npz(path.toString(), new ZipFile(path.toFile()));
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public float[] floats(String name, int... shape) {
    ZipEntry entry = zip.getEntry(name + ENDING);
    if (entry == null) {
      throw new WeightsException("%s has no tensor '%s'".formatted(source, name));
    }
    try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
      NpyHeader header = NpyHeader.read(in);
      int size = Expected.size(source, name, header.type(), header.shape(), shape);
      int bytes = bytes(name, header);
      float[] values = new float[size];
      fill(in, bytes, values);
      if (in.read() >= 0) {
        throw new IOException("it has more bytes than its shape");
      }
      return values;
    } catch (IOException e) {
      throw new WeightsException(
          "%s: tensor '%s' cannot be read: %s".formatted(source, name, e.getMessage()));
    }
  }

  private int bytes(String name, NpyHeader header) {
    if (header.columnMajor() && header.shape().length > 1) {
      throw new WeightsException(
          "%s: tensor '%s' is in column-major order; save it after numpy.ascontiguousarray"
              .formatted(source, name));
    }
    return switch (header.type()) {
      case "<f4" -> Float.BYTES;
      case "<f2" -> Short.BYTES;
      default ->
          throw new WeightsException(
              "%s: tensor '%s' is %s; expected <f4 (float32) or <f2 (float16)"
                  .formatted(source, name, header.type()));
    };
  }

  private static void fill(DataInputStream in, int bytes, float[] values) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < values.length) {
      int count = Math.min(values.length - done, CHUNK / bytes);
      if (in.readNBytes(chunk.array(), 0, count * bytes) < count * bytes) {
        throw new IOException("it is cut short");
      }
      for (int i = 0; i < count; i++) {
        values[done++] =
            bytes == Float.BYTES
                ? chunk.getFloat(i * Float.BYTES)
                : Float.float16ToFloat(chunk.getShort(i * Short.BYTES));
      }
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new WeightsException("%s cannot be closed: %s".formatted(source, e.getMessage()));
    }
  }
}
